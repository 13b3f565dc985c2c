// tag::fetch[]
export async function cleanFetch(url, request) {
  if (!request?.body) {
    return fetch(url, request);
  }
  const body = JSON.parse(request.body);
  for (const { function: declared } of body.tools ?? []) {
    delete declared.strict;
    delete declared.parameters.$schema;
    declared.description ||= declared.name;
  }
  const headers = new Headers(request.headers);
  headers.delete('content-length');
  return fetch(url, { ...request, headers, body: JSON.stringify(body) });
}
// end::fetch[]
