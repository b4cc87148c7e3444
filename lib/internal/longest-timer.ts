/** The longest delay of a timer in milliseconds, about 24.8 days: `setTimeout` fires at once when it is given more. */
export const LONGEST_TIMER = 2 ** 31 - 1;
