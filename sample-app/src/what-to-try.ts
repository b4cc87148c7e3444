/** The text that the sample app prints when it is ready. */
export function whatToTry(url: string): string {
  return `The shop is open at ${url}

Open that address in a browser, twice: a flag that the operator flips on one page changes on the other.

As a visitor, and as customers:
  curl -w '\\n' ${url}/checkout
  curl -w '\\n' ${url}/flags
  curl -w '\\n' -H 'x-user-id: carol' '${url}/search?q=lamp'
  curl -w '\\n' -H 'x-user-id: carol' ${url}/theme
  curl -w '\\n' -H 'x-user-id: dave' -H 'x-user-plan: premium' ${url}/premium
  curl -w '\\n' -H 'x-user-id: erin' -H 'x-user-plan: beta' -H 'x-user-country: DE' ${url}/beta
  curl -w '\\n' -H 'x-user-id: erin' -H 'x-user-plan: beta' -H 'x-user-country: DE' -H 'x-app-version: 2.3.1' ${url}/express
  curl -w '\\n' ${url}/sale
  curl -w '\\n' -H 'x-user-id: bob' ${url}/home

As the page asks for its flags, with the OpenFeature Remote Evaluation Protocol:
  curl -w '\\n' -H 'content-type: application/json' -d '{"context":{"targetingKey":"visitor-1"}}' ${url}/ofrep/v1/evaluate/flags
  curl -w '\\n' -H 'content-type: application/json' -d '{"context":{"targetingKey":"visitor-1"}}' ${url}/ofrep/v1/evaluate/flags/new_checkout

The same flags in GraphQL, in a queue and on a WebSocket:
  curl -w '\\n' -H 'x-user-id: carol' -H 'content-type: application/json' -d '{"query":"{ search(text: \\"lamp\\") { engine products { name } } }"}' ${url}/graphql
  curl -w '\\n' -X POST -H 'x-user-id: ada' ${url}/orders/Candle
  curl -w '\\n' ${url}/orders
  node sample-app/live-prices.mjs carol premium ${url}

As an operator: turn the new checkout off, see why it is off, and turn it on again:
  curl -w '\\n' -H 'authorization: Bearer demo-operator' ${url}/ops/flags
  curl -w '\\n' -X PUT -H 'authorization: Bearer demo-operator' -H 'content-type: application/json' -d '{"value":false,"reason":"payments are failing"}' ${url}/ops/flags/new_checkout/override
  curl -w '\\n' -H 'authorization: Bearer demo-operator' '${url}/ops/flags/new_checkout?userId=dave&plan=premium&country=DE'
  curl -w '\\n' -H 'authorization: Bearer demo-operator' '${url}/ops/flags/express_checkout/explain?userId=erin&plan=beta&country=DE&version=2.3.1'
  curl -w '\\n' -X DELETE -H 'authorization: Bearer demo-operator' ${url}/ops/flags/new_checkout/override
  curl -w '\\n' -H 'authorization: Bearer demo-operator' ${url}/ops/audit
  curl -w '\\n' -H 'authorization: Bearer demo-operator' ${url}/ops/status

More, with the expected output: sample-app/README.md
`;
}
