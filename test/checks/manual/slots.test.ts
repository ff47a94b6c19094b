/** Slots for manual evidence, and frameworks by the names that people type. */
import { describe, expect, it } from 'vitest';
import { type Controls, frameworkNames } from '../../../schemas/check-results.ts';
import { manualSlotId } from '../../../schemas/manual-evidence.ts';
import { frameworkLabels, frameworkNamed } from '../../../src/checks/framework-labels.ts';
import { checks } from '../../../src/checks/index.ts';
import { manualSlots } from '../../../src/checks/manual/slots.ts';

describe('slots', () => {
  it('have ids of their own, that may name a folder', () => {
    const ids = manualSlots.map(({ id }) => manualSlotId.parse(id));

    expect(new Set(ids).size).toBe(ids.length);
    // A slot that is gone would leave files that nobody knows what they are for.
    expect(ids).toEqual(
      expect.arrayContaining([
        'sso-enforcement',
        'mfa-requirement',
        'scim-provisioning',
        'session-timeout',
        'domain-verification',
        'last-login',
        'token-inventory',
        'support-access',
        'privacy-portal',
        'data-retention',
        'destination-encryption',
        'audit-forwarding',
        'workspace-region',
        'consent-categories',
        'processing-agreement',
        'hipaa-agreement',
        'segment-reports',
      ]),
    );
  });

  it.each(manualSlots)(
    '$id says in whole sentences what to attach and why, and supports something',
    (slot) => {
      for (const text of [slot.attach, slot.why]) expect(text).toMatch(/^[A-Z].*\.$/);
      expect(slot.title).toMatch(/^[A-Z].*[^.]$/);
      expect(Object.values(slot.controls).flat().length).toBeGreaterThan(0);
      expect(JSON.stringify(slot)).not.toMatch(/satisf|comply|compliant/i);
    },
  );

  it.each(frameworkNames)('are there for %s, beside checks', (name) => {
    expect(manualSlots.filter(({ controls }) => controls[name].length > 0).length).toBeGreaterThan(5);
    expect(checks.filter(({ controls }) => controls[name].length > 0).length).toBeGreaterThan(10);
  });
});

describe('a framework', () => {
  it.each<readonly [keyof Controls, string]>([
    ['soc2', 'SOC2 soc-2 "SOC 2 Type II" Soc_2 AICPA-SOC-2'],
    ['iso27001', 'ISO27001 "iso 27001" iso-27001:2022 "ISO/IEC 27001:2022" 27001'],
    ['iso27701', 'ISO27701 "ISO/IEC 27701" iso-27701:2019'],
    ['gdpr', 'GDPR gdpr "EU GDPR"'],
    ['hipaa', 'HIPAA hipaa "HIPAA Security Rule"'],
    ['nist80053', '"NIST 800-53" nist-sp-800-53 "NIST SP 800-53 Rev. 5" 800-53r5 nist80053'],
    ['nistcsf', '"NIST CSF" "NIST CSF 2.0" csf nist-csf-2'],
    ['pci', 'PCI pci-dss "PCI DSS 4.0.1" "PCI DSS v4.0" pcidss'],
    ['ccpa', 'CCPA CPRA ccpa/cpra'],
  ])('%s is known by the names that people type: %s', (framework, names) => {
    const typed = [...names.matchAll(/"([^"]+)"|(\S+)/g)].map(([, quoted, bare]) => quoted ?? bare ?? '');

    expect(typed.map(frameworkNamed)).toEqual(typed.map(() => framework));
    expect(frameworkNamed(framework)).toBe(framework);
    expect(frameworkNamed(frameworkLabels[framework])).toBe(framework);
  });

  it.each([
    '',
    'soc',
    'soc 3',
    'iso',
    'ISO 9001',
    'iso 27002',
    'nist',
    'NIST 800-171',
    'NIST CSF 1.1',
    'PCI DSS 3.2.1',
    'sox',
  ])('is none by the name %j: another edition is another one', (name) => {
    expect(frameworkNamed(name)).toBeUndefined();
  });
});
