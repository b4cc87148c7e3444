import type { ProgressionPoint, Share } from './progression.js';

/** Whether a share does not change with time. */
export function isFixed(share: Share): share is number {
  return typeof share === 'number';
}

/**
 * Computes the percentage, 0 to 100, at an instant in milliseconds since 1970. The percentage of a progression never
 * decreases over time, and at each point it is exactly that point's percentage.
 */
export function compileShare(share: Share): (instant: number) => number {
  if (isFixed(share)) return () => share;
  return 'steps' in share ? compileSteps(share.steps) : compileLinear(share.linear);
}

function compileSteps(points: readonly ProgressionPoint[]): (instant: number) => number {
  const steps = points.map(({ at, percentage }) => ({ at: Date.parse(at), percentage }));
  return (instant) => {
    let reached = 0;
    for (const step of steps) {
      if (!(instant >= step.at)) break;
      reached = step.percentage;
    }
    return reached;
  };
}

function compileLinear(points: readonly ProgressionPoint[]): (instant: number) => number {
  const lines = points.map(({ at, percentage }, i) => {
    const { at: nextAt, percentage: to } = points[i + 1] ?? { at, percentage };
    const begin = Date.parse(at);
    return { begin, length: Date.parse(nextAt) - begin, from: percentage, to };
  });
  return (instant) => {
    let reached;
    for (const line of lines) {
      if (!(instant >= line.begin)) break;
      reached = line;
    }
    if (reached === undefined) return 0;
    const { begin, length, from, to } = reached;
    // Each rounding preserves the order of instants, but the sum may slightly exceed `to`, where the next line begins.
    return length === 0 ? to : Math.min(to, from + (to - from) * ((instant - begin) / length));
  };
}
