/** What the sample app prints once it listens. */
export function whatToTry(url: string): string {
  return `The shop is open at ${url}

As a visitor, and as customers:
  curl ${url}/checkout
  curl ${url}/flags
  curl -H 'x-user-id: carol' '${url}/search?q=lamp'
  curl -H 'x-user-id: carol' ${url}/theme
  curl -H 'x-user-id: dave' -H 'x-user-plan: premium' ${url}/premium
  curl -H 'x-user-id: erin' -H 'x-user-plan: beta' -H 'x-user-country: DE' ${url}/beta
  curl -H 'x-user-id: erin' -H 'x-user-plan: beta' -H 'x-user-country: DE' -H 'x-app-version: 2.3.1' ${url}/express
  curl ${url}/sale

As an operator, who turns the new checkout off, asks why, and turns it on again:
  curl -H 'authorization: Bearer demo-operator' ${url}/ops/flags
  curl -X PUT -H 'authorization: Bearer demo-operator' -H 'content-type: application/json' -d '{"value":false,"reason":"payments are failing"}' ${url}/ops/flags/new_checkout/override
  curl -H 'authorization: Bearer demo-operator' '${url}/ops/flags/new_checkout?userId=dave&plan=premium&country=DE'
  curl -H 'authorization: Bearer demo-operator' '${url}/ops/flags/express_checkout/explain?userId=erin&plan=beta&country=DE&version=2.3.1'
  curl -X DELETE -H 'authorization: Bearer demo-operator' ${url}/ops/flags/new_checkout/override
  curl -H 'authorization: Bearer demo-operator' ${url}/ops/audit

More, with the answers: sample-app/README.md
`;
}
