/** The longest delay of a timer in milliseconds, about 24.8 days: with a longer one, `setTimeout` fires immediately. */
export const LONGEST_TIMER = 2 ** 31 - 1;
