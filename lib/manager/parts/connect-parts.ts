import { ChangePublication, type ChangePublicationParts } from '../changes/change-publication.js';
import type { ManagerEvents } from '../manager-events.js';
import type { SnapshotPublisher } from '../reading/snapshot-publisher.js';

export interface ConnectedParts extends Pick<ChangePublicationParts, 'writer' | 'definitions' | 'tasks' | 'stream'> {
  readonly events: ManagerEvents;
  readonly snapshots: SnapshotPublisher;
}

/**
 * Subscribes the parts of a manager to each other's events. This is the only place that determines who is notified, and
 * in which order.
 */
export function connectParts({ events, snapshots, writer, definitions, tasks, stream }: ConnectedParts): void {
  const publication = new ChangePublication({
    writer,
    definitions,
    snapshots,
    tasks,
    stream,
  });
  events.on('store_changed', (entries) => publication.publish(entries));
  events.on('store_health_changed', () => tasks.reschedule());
  events.on('definitions_changed', (changes) => snapshots.applyDefinitions(changes));
  events.on('observed_changes_confirmed', (entries) => stream.emit(entries));
}
