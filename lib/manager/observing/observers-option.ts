import { objectOption } from '../../internal/options/object-option.js';
import { listOption } from '../../internal/options/option-readers.js';
import type { FlagObserver } from './flag-observer.js';

const MAX_OBSERVERS = 100;

const observerOption = objectOption<FlagObserver>({
  what: 'an observer',
  methods: ['attach'],
  remedy: 'Use new OpenTelemetryObserver() from "nestjs-feature-flags/telemetry"',
});

export const observersOption = listOption<FlagObserver>('observers', observerOption, MAX_OBSERVERS);
