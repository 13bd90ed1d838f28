import type { SandboxMailbox } from './configure-mailboxes';

interface Addresses {
  readonly functions: string;
  readonly orocrm: string | undefined;
  readonly graph: { readonly url: string; readonly caFile: string } | undefined;
  readonly mailboxes: readonly SandboxMailbox[];
}

/** Tells a person where to look, and how to change a record on either side and watch it arrive on the other. */
export function printHelp(print: (line: string) => void, at: Addresses): void {
  print(`panel ${at.functions}/api/panel`);
  const [first] = at.mailboxes;
  if (!at.orocrm || !at.graph || !first) return;
  print(
    'Change a contact on one side, and watch it arrive on the other (OroCRM is read every 120 s, Outlook every 30 s):',
  );
  print(
    `  curl -s ${at.orocrm}/_control/contacts -H 'content-type: application/json' -d '{"owner":"${first.userId}","firstName":"Ada","lastName":"Byron"}'`,
  );
  print(
    `  curl -s --cacert ${at.graph.caFile} ${at.graph.url}/v1.0/users/${first.address}/contacts -H 'authorization: Bearer sandbox-graph-token' -H 'content-type: application/json' -d '{"givenName":"Grace","surname":"Hopper"}'`,
  );
  print(
    `  curl -s ${at.functions}/api/sync -H 'content-type: application/json' -d '{"mailbox":"${first.address}","kind":"changes"}'`,
  );
  print(
    `  curl -s --cacert ${at.graph.caFile} ${at.graph.url}/v1.0/users/${first.address}/contacts -H 'authorization: Bearer sandbox-graph-token'`,
  );
}
