import type { Command } from './command.ts'

/** A command by its name. Its file is loaded when it is asked for: one command needs a small part of the house. */
export interface NamedCommand {
  readonly name: string
  readonly summary: string
  readonly load: () => Promise<Command>
}

/** Every command of the binary, in the order that help shows. */
export const COMMANDS: readonly NamedCommand[] = [
  {
    name: 'demo',
    summary:
      'build a small seeded world, run the main job on it, print what was found against the truth',
    load: async () => (await import('./demo.ts')).demo,
  },
  {
    name: 'screen',
    summary: 'the main job in one batch: usage logs, accounts and intel in, leads out',
    load: async () => (await import('./screen.ts')).screen,
  },
  {
    name: 'serve',
    summary: 'the HTTP server: API, TAXII, and the worker that carries plans out',
    load: async () => (await import('./serve.ts')).serve,
  },
  {
    name: 'hunt',
    summary: 'one rule, pattern or list of observables over everything stored',
    load: async () => (await import('./hunt.ts')).hunt,
  },
  {
    name: 'intel',
    summary: 'check, list and judge intelligence, and share it with partners over TAXII 2.1',
    load: async () => (await import('./intel.ts')).intel,
  },
  {
    name: 'rules',
    summary: 'check, list, test and backtest rules',
    load: async () => (await import('./rules.ts')).rules,
  },
  {
    name: 'people',
    summary: 'the first person who may log in, an administrator',
    load: async () => (await import('./people.ts')).people,
  },
  {
    name: 'audit',
    summary: 'sign, export and verify the audit log',
    load: async () => (await import('./audit.ts')).audit,
  },
  {
    name: 'retention',
    summary: 'what is older than the policy lets it be, and erasing it',
    load: async () => (await import('./retention.ts')).retention,
  },
  {
    name: 'assess',
    summary: 'how much a model adds to non-AI tools, from evaluation logs, with intervals',
    load: async () => (await import('./assess.ts')).assess,
  },
  {
    name: 'evaluate',
    summary: 'score a result against ground truth: detection, links, attribution, calibration',
    load: async () => (await import('./evaluate.ts')).evaluate,
  },
]
