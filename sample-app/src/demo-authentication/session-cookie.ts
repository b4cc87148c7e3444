/** The cookie with the id of the customer who is signed in. In your application, it identifies a session instead. */
export const SESSION_COOKIE = {
  name: 'demo_customer',
  options: { httpOnly: true, sameSite: 'lax', path: '/' },
} as const;
