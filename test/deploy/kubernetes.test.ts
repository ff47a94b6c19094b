/** The manifests of deploy/kubernetes: what they allow, that their probes work, and that they fit each other. */
import { spawn } from 'node:child_process';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parseAllDocuments } from 'yaml';
import { startStatusServer } from '../../src/service/server.ts';
import { runCommand } from '../support/cli.ts';
import { withFolder } from '../support/folder.ts';
import { ROOT } from '../support/source-tree.ts';

const FOLDER = join(ROOT, 'deploy/kubernetes');
/** Where the package kubernetes-models is installed: its types are made from what Kubernetes publishes. */
const MODELS = process.env['KUBERNETES_MODELS'];
if (MODELS === undefined)
  console.warn('NOT TESTED: manifests by the types of Kubernetes: KUBERNETES_MODELS names no folder');

// biome-ignore lint/suspicious/noExplicitAny: manifests of many kinds, as plain data
type Manifest = any;
const files = readdirSync(FOLDER).filter((name) => name.endsWith('.yaml'));
const manifests: readonly Manifest[] = files.flatMap((name) =>
  parseAllDocuments(readFileSync(join(FOLDER, name), 'utf8')).map((document) => document.toJS()),
);
const ofKind = (kind: string): Manifest => manifests.find((each) => each.kind === kind);
const pods: readonly (readonly [string, Manifest])[] = [
  ['CronJob', ofKind('CronJob').spec.jobTemplate.spec.template.spec],
  ['Deployment', ofKind('Deployment').spec.template.spec],
];
const ofQueue: readonly (readonly [string, Manifest])[] = ['dispatch', 'collect'].map((name) => {
  const found = manifests.find(({ metadata }) => metadata.name === `segment-evidence-${name}`);
  return [name, found.spec];
});

describe('the manifests', () => {
  it.runIf(MODELS !== undefined).each(manifests.map((each) => [each.kind, each]))(
    'are %s as Kubernetes describes it',
    (kind, manifest) => {
      const require = createRequire(join(MODELS ?? '', 'package.json'));
      const models = require(`kubernetes-models/${manifest.apiVersion}`);

      expect(() => new models[kind as string](manifest).validate()).not.toThrow();
    },
  );

  it.each(pods)(
    'let a pod write its volumes alone, as nobody in particular, and ask the cluster nothing: %s',
    (_kind, pod) => {
      const [container] = pod.containers;

      expect(pod).toMatchObject({
        automountServiceAccountToken: false,
        enableServiceLinks: false,
        securityContext: { runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' } },
      });
      expect(container.securityContext).toEqual({
        readOnlyRootFilesystem: true,
        allowPrivilegeEscalation: false,
        capabilities: { drop: ['ALL'] },
      });
      expect(container.volumeMounts.filter((mount: Manifest) => !mount.readOnly)).toEqual([
        { name: 'evidence', mountPath: '/var/lib/segment-evidence' },
        { name: 'temporary', mountPath: '/tmp' },
      ]);
      // The time that every command needs to end, and a little.
      expect(pod.terminationGracePeriodSeconds).toBeGreaterThan(30);
    },
  );

  it.each(ofQueue)(
    'keep a pod of the queue as closed, with no volume to write to: %s',
    (_name, { template }) => {
      const [
        ,
        {
          containers: [container],
          ...one
        },
      ] = pods[1] ?? [];
      const {
        containers: [own],
        serviceAccountName,
        ...pod
      } = template.spec;

      expect(serviceAccountName).toBe(ofKind('ServiceAccount').metadata.name);
      expect({ ...pod, volumes: [] }).toEqual({ ...one, volumes: [] });
      for (const part of ['image', 'securityContext', 'resources', 'startupProbe', 'livenessProbe'])
        expect(own[part]).toEqual(container[part]);
      expect(own.volumeMounts.filter((mount: Manifest) => !mount.readOnly)).toEqual([
        { name: 'temporary', mountPath: '/tmp' },
      ]);
    },
  );

  it('tell the pods of the queue how many runs there are at once in all of them', () => {
    const runs = ofQueue.map(([, { replicas, template }]) => {
      const [{ args, env }] = template.spec.containers;
      const told = env.find(({ name }: Manifest) => name === 'SEGMENT_EVIDENCE_CONSUMERS').value;
      return [replicas * Number(args[args.indexOf('--consumers') + 1]), told];
    });

    expect(runs).toEqual([
      [0, '8'],
      [8, '8'],
    ]);
    expect(ofQueue[0]?.[1].template.spec.containers[0].args).toContain('--dispatch');
  });

  it.each(pods)('mount nothing that is not made: %s', (_kind, pod) => {
    const made = [ofKind('ConfigMap'), ofKind('PersistentVolumeClaim')].map(({ metadata }) => metadata.name);
    const [configuration, secrets, evidence] = pod.volumes;

    expect(made).toEqual([configuration.configMap.name, evidence.persistentVolumeClaim.claimName]);
    expect(readFileSync(join(FOLDER, 'README.md'), 'utf8')).toContain(
      `kubectl create secret generic ${secrets.secret.secretName} `,
    );
  });

  it('have a configuration that is one, with every secret from where secrets are mounted', async () => {
    const config: string = ofKind('ConfigMap').data['evidence.config.yaml'];
    const page = readFileSync(join(FOLDER, 'README.md'), 'utf8');

    for (const [, name] of config.matchAll(/file:\/secrets\/([\w.-]+)/g))
      expect(page).toContain(`--from-file=${name}`);
    await withFolder(async (folder) => {
      writeFileSync(join(folder, 'evidence.config.yaml'), config);
      const { code, stdout, stderr } = await runCommand(['config', 'validate'], { cwd: folder, env: {} });
      expect([code, stdout + stderr]).toEqual([0, expect.stringContaining('valid')]);
    });
  });

  it('keep one writer to the volume', () => {
    expect(ofKind('Deployment').spec).toMatchObject({ replicas: 1, strategy: { type: 'Recreate' } });
    expect(ofKind('CronJob').spec).toMatchObject({ concurrencyPolicy: 'Forbid' });
  });
});

describe('the probes', () => {
  const [container] = pods[1]?.[1].containers ?? [];
  const [, ...args] = container.livenessProbe.exec.command as readonly string[];
  const probe = (port: string) =>
    new Promise((done) => {
      const asked = args.map((each) => each.replace(':9464/', `:${port}/`));
      spawn(process.execPath, asked, { stdio: 'ignore', env: {} }).once('exit', done);
    });

  it('are the same question at the start and later', () => {
    expect(container.startupProbe.exec).toEqual(container.livenessProbe.exec);
  });

  it('succeed while the process works, and fail when it stops or is not there', async () => {
    let status = 200;
    const server = await startStatusServer(0, (path) =>
      path === '/healthz' ? { type: 'application/json', status, body: '{}' } : undefined,
    );
    const { port } = new URL(server.url);

    expect(await probe(port)).toBe(0);
    status = 503;
    expect(await probe(port)).toBe(1);
    await server.close();
    expect(await probe(port)).toBe(1);
  });
});
