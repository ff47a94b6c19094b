/** How the frameworks are called whose requirements checks support. */
import type { Controls } from '../../schemas/check-results.ts';

export const frameworkLabels: Readonly<Record<keyof Controls, string>> = {
  soc2: 'SOC 2',
  iso27001: 'ISO 27001:2022',
  iso27701: 'ISO 27701',
  gdpr: 'GDPR',
  hipaa: 'HIPAA',
  nist80053: 'NIST 800-53',
  nistcsf: 'NIST CSF 2.0',
  pci: 'PCI DSS 4.0.1',
  ccpa: 'CCPA',
};
