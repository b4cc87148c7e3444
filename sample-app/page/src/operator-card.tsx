import { OpenFeature, ProviderEvents } from '@openfeature/react-sdk';
import { useCallback, useEffect, useState } from 'react';
import { clearOverride, readOverrides, setOverride, type Serve } from './operator-api.js';
import { SWITCHES, THEME_FLAG, THEMES } from './shop-flags.js';

const CHOICES: readonly { readonly key: string; readonly title: string; readonly values: readonly Serve[] }[] = [
  ...Object.entries(SWITCHES).map(([key, title]) => ({ key, title, values: [true, false] })),
  { key: THEME_FLAG, title: 'Theme', values: THEMES },
];

/** The demo operator's panel: it overrides a flag for everyone, and clears the override. */
export function OperatorCard() {
  const [overrides, refresh] = useOverrides();
  const serve = async (change: Promise<void>) => {
    await change;
    refresh();
  };

  return (
    <section className="card operator">
      <p className="row">
        <span className="label">Operator</span>
        <span className="muted">operator@example.com</span>
      </p>
      <p className="muted">Overrides a flag for everyone. Open this page twice to watch both change.</p>
      <ul className="flags">
        {CHOICES.map(({ key, title, values }) => (
          <li key={key} data-override={key}>
            <span>{title}</span>
            <span className="buttons">
              {values.map((value) => (
                <button
                  type="button"
                  key={String(value)}
                  aria-pressed={overrides.get(key) === value}
                  onClick={() => void serve(setOverride(key, value))}
                >
                  {textOf(value)}
                </button>
              ))}
              <button type="button" disabled={!overrides.has(key)} onClick={() => void serve(clearOverride(key))}>
                Clear
              </button>
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}

function textOf(value: Serve): string {
  if (typeof value === 'string') return value;
  return value ? 'On' : 'Off';
}

/** The current overrides, read again when the flags change, and a function that reads them now. */
function useOverrides(): readonly [ReadonlyMap<string, Serve>, () => void] {
  const [overrides, setOverrides] = useState<ReadonlyMap<string, Serve>>(new Map());
  const refresh = useCallback(() => {
    readOverrides().then(setOverrides, () => {
      // the shop is unavailable: keep what is shown
    });
  }, []);

  useEffect(() => {
    refresh();
    OpenFeature.addHandler(ProviderEvents.ConfigurationChanged, refresh);
    return () => OpenFeature.removeHandler(ProviderEvents.ConfigurationChanged, refresh);
  }, [refresh]);

  return [overrides, refresh];
}
