import { permissions } from '../../../shared/outlook/permissions';
import { deployed, fakeAzure, grant, ids } from './support/directory';

const azure = fakeAzure();
afterAll(azure.remove);

const remove = () => azure.run('bash', ['infra/graph/remove.sh', `identityPrincipalId=${ids.identity}`]);

describe('remove.sh', () => {
  it('removes the permissions and, for good, the app registration, and nothing of others', async () => {
    const directory = deployed('tenant');
    directory.applications.push(
      ...directory.applications.map((one) => ({ ...one, id: 'another', uniqueName: 'other' })),
    );
    directory.assignments.push({ ...grant(permissions[0]), id: 'of-another', principalId: ids.panel });
    azure.put({ ...directory, deletedAfter: 2 });
    const { code, stderr } = await remove();
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    const { applications, deletedItems, assignments } = azure.read();
    expect(applications.map(({ uniqueName }) => uniqueName)).toEqual(['other']);
    expect(deletedItems).toEqual([]);
    expect(assignments.map(({ id }) => id)).toEqual(['admin-of-panel', 'of-another']);
  });

  it('does not mind that all is gone, the identity too', async () => {
    azure.put({ ...deployed('tenant'), applications: [], servicePrincipals: [] });
    const { code, stdout } = await remove();
    expect({ code, stdout }).toEqual({ code: 0, stdout: 'Nothing was there.\n' });
  });

  it('stops at a refusal', async () => {
    azure.put({ ...deployed('tenant'), signedIn: false });
    const { code, stderr } = await remove();
    expect(code).toBe(1);
    expect(stderr).toContain('az login');
    expect(azure.read().applications).toHaveLength(1);
  });

  it('explains its words', async () => {
    azure.put(deployed('tenant'));
    expect((await azure.run('bash', ['infra/graph/remove.sh'])).code).toBe(1);
    expect(azure.calls()).toEqual([]);
  });
});
