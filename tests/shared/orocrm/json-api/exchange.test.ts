import { connect } from '../../../../shared/orocrm/connection';
import { orocrmId } from '../../../../shared/records/ids';
import { blankContact, clientOf, connectTo, contactResource } from '../fixtures';
import { startScripted, withToken, type Reply, type Script, type ScriptedServer } from '../scripted-server';

let server: ScriptedServer;

const start = async (script: Script): Promise<void> => {
  server = await startScripted(withToken(script));
};

afterEach(() => server.close());

const list = (...ids: string[]): Reply => ({ body: { data: ids.map((id) => contactResource(id)) } });

describe('an exchange', () => {
  it('ends at its time limit', async () => {
    await start(() => ({ ...list(), delayMs: 2000 }));
    const connection = connect({ credential: clientOf(server.url), timeoutMs: 150 });
    const reading = connection.contacts().page(undefined, 10);
    await expect(reading).rejects.toMatchObject({ kind: 'retry', code: 'unreachable' });
    const [outcome] = await connection.contacts().create([{ ...blankContact, firstName: 'A' }]);
    expect(outcome).toMatchObject({ ok: false, error: { code: 'unknown-outcome', retryAfterSeconds: 60 } });
  });

  it('refuses an answer that is too large', async () => {
    await start(() => list(...Array.from({ length: 50 }, (_none, index) => String(index + 1))));
    const connection = connect({ credential: clientOf(server.url), maxAnswerBytes: 1000 });
    await expect(connection.contacts().page(undefined, 10)).rejects.toMatchObject({
      kind: 'retry',
      code: 'bad-answer',
    });
  });

  it('with nobody there was not sent', async () => {
    await start(() => list());
    const url = server.url;
    await server.close();
    const connection = connectTo(url);
    await expect(connection.contacts().read([orocrmId('1')])).rejects.toMatchObject({
      kind: 'retry',
      code: 'unreachable',
    });
    const [outcome] = await connection.contacts().create([{ ...blankContact, firstName: 'A' }]);
    expect(outcome).toMatchObject({ ok: false, error: { code: 'unreachable' } });
  });

  it('leaks neither token nor address in its errors', async () => {
    await start(() => ({ cut: 'before' }));
    const [outcome] = await connectTo(server.url)
      .contacts()
      .create([{ ...blankContact, firstName: 'A' }]);
    const error = outcome?.ok === false ? outcome.error : undefined;
    expect(error).toMatchObject({ code: 'unknown-outcome' });
    const everything = JSON.stringify(error, (_key, value: unknown) =>
      value instanceof Error ? [value.message, value.stack, value.cause, Object.entries(value)] : value,
    );
    expect(everything).not.toMatch(/token-1|127\.0\.0\.1|the-secret/);
  });
});
