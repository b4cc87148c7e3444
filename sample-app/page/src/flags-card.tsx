import {
  ProviderStatus,
  useBooleanFlagDetails,
  useObjectFlagDetails,
  useOpenFeatureClientStatus,
} from '@openfeature/react-sdk';
import { wordsFor } from './reasons.js';
import { SWITCHES, THEME_FLAG, type Switch } from './shop-flags.js';

/** Every flag that the page asks, with the answer for this visitor and its reason. */
export function FlagsCard() {
  const status = useOpenFeatureClientStatus();
  return (
    <section className="card">
      <p className="row">
        <span className="label">Your flags</span>
        <span className="status" data-status={status}>
          {status === ProviderStatus.READY ? 'live' : status.toLowerCase().replaceAll('_', ' ')}
        </span>
      </p>
      <ul className="flags">
        {Object.keys(SWITCHES)
          .filter(isSwitch)
          .map((key) => (
            <SwitchRow key={key} flagKey={key} />
          ))}
        <ThemeRow />
      </ul>
    </section>
  );
}

function SwitchRow({ flagKey }: { readonly flagKey: Switch }) {
  const { value, reason } = useBooleanFlagDetails(flagKey, false);
  return <FlagRow flagKey={flagKey} answer={value ? 'on' : 'off'} reason={reason} />;
}

function ThemeRow() {
  const { variant, reason } = useObjectFlagDetails(THEME_FLAG, {});
  return <FlagRow flagKey={THEME_FLAG} answer={variant ?? 'default'} reason={reason} />;
}

interface FlagRowProps {
  readonly flagKey: string;
  readonly answer: string;
  readonly reason: string | undefined;
}

/** The answer is a new element whenever it changes, so that it is highlighted. */
function FlagRow({ flagKey, answer, reason }: FlagRowProps) {
  return (
    <li data-flag={flagKey}>
      <code>{flagKey}</code>
      <span key={answer} className="answer" data-answer={answer}>
        {answer}
      </span>
      <small className="muted">
        {reason}: {wordsFor(reason)}
      </small>
    </li>
  );
}

function isSwitch(key: string): key is Switch {
  return key in SWITCHES;
}
