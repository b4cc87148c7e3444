// A module of loops and nothing else: where several ways of asking are compared within one process, each imports it anew,
// so that every loop calls one function only and is compiled for it.

type Ask<C, A> = (key: string, context: C, defaultValue: A) => A;
type AskAsync<C, A> = (key: string, context: C, defaultValue: A) => A | Promise<A>;

/** @returns how often the flag was on */
export function enabledLoop<C>(ask: Ask<C, boolean>, key: string, contexts: readonly C[], count: number): number {
  const { length } = contexts;
  let sum = 0;
  for (let i = 0, at = 0; i < count; i++) {
    if (ask(key, contexts[at] as C, false)) sum++;
    if (++at === length) at = 0;
  }
  return sum;
}

/** @returns how long the variants' names are together */
export function variantLoop<C>(ask: Ask<C, string>, key: string, contexts: readonly C[], count: number): number {
  const { length } = contexts;
  let sum = 0;
  for (let i = 0, at = 0; i < count; i++) {
    sum += ask(key, contexts[at] as C, '').length;
    if (++at === length) at = 0;
  }
  return sum;
}

/** {@link enabledLoop} that awaits each answer before the next question. */
export async function enabledLoopAsync<C>(
  ask: AskAsync<C, boolean>,
  key: string,
  contexts: readonly C[],
  count: number,
): Promise<number> {
  const { length } = contexts;
  let sum = 0;
  for (let i = 0, at = 0; i < count; i++) {
    if (await ask(key, contexts[at] as C, false)) sum++;
    if (++at === length) at = 0;
  }
  return sum;
}

/** {@link variantLoop} that awaits each answer before the next question. */
export async function variantLoopAsync<C>(
  ask: AskAsync<C, string>,
  key: string,
  contexts: readonly C[],
  count: number,
): Promise<number> {
  const { length } = contexts;
  let sum = 0;
  for (let i = 0, at = 0; i < count; i++) {
    sum += (await ask(key, contexts[at] as C, '')).length;
    if (++at === length) at = 0;
  }
  return sum;
}
