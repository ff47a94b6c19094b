/** How the frameworks are called whose requirements checks support. */
import { type Controls, frameworkNames } from '../../schemas/check-results.ts';

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

/** What people write besides the name itself, without case, blanks, dots and hyphens. */
const OTHER_NAMES: Readonly<Record<keyof Controls, RegExp>> = {
  soc2: /^(aicpa)?soc2(type[12i]+|tsc)?$|^tsc(2017)?$/,
  iso27001: /^(iso)?(iec)?27001(2022)?$/,
  iso27701: /^(iso)?(iec)?27701(2019)?$/,
  gdpr: /^(eu|uk)?gdpr$/,
  hipaa: /^hipaa(securityrule|security|privacyrule)?$/,
  nist80053: /^(nist)?(sp)?80053(r|rev)?5?$/,
  nistcsf: /^(nist)?csf(2(0)?)?$/,
  pci: /^pci(dss)?(v)?(4|40|401)?$/,
  ccpa: /^ccpa(cpra)?$|^cpra$/,
};

/** Returns the framework that a name means: `SOC 2`, `iso-27001:2022`, `NIST SP 800-53 Rev. 5`. */
export function frameworkNamed(text: string): keyof Controls | undefined {
  const plain = text.toLowerCase().replaceAll(/[^a-z0-9]/g, '');
  return frameworkNames.find((name) => OTHER_NAMES[name].test(plain));
}
