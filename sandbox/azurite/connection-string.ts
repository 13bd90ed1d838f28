/** Where the tables are served. */
export const host = '127.0.0.1';

/** The well-known account of every Azurite: no secret. */
const account = 'devstoreaccount1';
const accountKey = 'Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==';

/** Apart from the server, so that who only starts it need not load Azurite. */
export const connectionStringFor = (port: number): string =>
  [
    'DefaultEndpointsProtocol=http',
    `AccountName=${account}`,
    `AccountKey=${accountKey}`,
    `TableEndpoint=http://${host}:${port}/${account}`,
  ].join(';');
