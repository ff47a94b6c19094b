/** Manual evidence that is a contract or a report: nothing that a workspace could show. */
import { controlsOf, type ManualSlot } from './slot.ts';

export const contractSlots: readonly ManualSlot[] = [
  {
    id: 'processing-agreement',
    title: 'A data processing agreement with Twilio is in force, and its sub-processors are known',
    attach: 'Attach the signed agreement together with the list of sub-processors, as one file.',
    why: 'Contracts are no part of a workspace.',
    everyMonths: 12,
    controls: controlsOf({
      soc2: ['CC9.2', 'P6.4'],
      iso27001: ['A.5.20'],
      iso27701: ['7.2.6'],
      gdpr: ['Art.28'],
      nist80053: ['SA-9'],
      nistcsf: ['GV.SC-05'],
      pci: ['12.8.2'],
      ccpa: ['1798.100', '1798.140'],
    }),
  },
  {
    id: 'hipaa-agreement',
    title: 'A business associate agreement covers this workspace, and it is enabled for HIPAA',
    attach: 'Attach the signed agreement, with a capture of the HIPAA badge of the workspace, as one file.',
    why: 'Contracts are no part of a workspace, and the API does not show the badge.',
    everyMonths: 12,
    controls: controlsOf({
      hipaa: ['164.308(b)(1)', '164.502(e)(1)', '164.504(e)'],
    }),
  },
  {
    id: 'segment-reports',
    title: 'An independent auditor has looked at Segment itself',
    attach:
      "Attach the SOC 2 report or the ISO 27001 certificate from Twilio's trust centre; both as one file.",
    why: 'The API tells of your workspace, and not of how Segment is run.',
    everyMonths: 12,
    controls: controlsOf({
      soc2: ['CC9.2'],
      iso27001: ['A.5.22', 'A.5.23'],
      gdpr: ['Art.28', 'Art.32'],
      hipaa: ['164.308(b)(1)'],
      nist80053: ['SA-9', 'SR-6'],
      nistcsf: ['GV.SC-07'],
      pci: ['12.8.4'],
    }),
  },
];
