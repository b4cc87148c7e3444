import { switchAnswer } from '../compile/answers.js';
import type { UserListFlag } from '../flag.js';
import { EvaluationReason } from '../flag-evaluation.js';
import { userKey } from '../allocation/targeting-key.js';
import type { Strategy } from './strategy.js';

/** Turns the flag on for the users on the list. Only `userId` counts; a session id never matches. */
export const userListStrategy: Strategy<UserListFlag> = ({ key, users }) => {
  const listed = switchAnswer(key, true, EvaluationReason.UserList);
  const unlisted = switchAnswer(key, false, EvaluationReason.NotInUserList);
  const ids = new Set(users);
  return (context) => {
    const userId = userKey(context);
    return userId !== undefined && ids.has(userId) ? listed : unlisted;
  };
};
