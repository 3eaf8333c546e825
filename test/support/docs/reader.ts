import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { Kind, OperationTypeNode, parse, type OperationDefinitionNode } from 'graphql';
import ts from 'typescript';
import { parse as parseYaml } from 'yaml';
import { eventually, first } from '../expectations.js';
import type { GraphqlClient } from '../graphql/graphql-client.js';
import type { Snippet } from './snippets.js';

const ROOT = join(import.meta.dirname, '..', '..', '..');
const PATIENCE_MS = 20_000;
const run = promisify(execFile);

/** What somebody who follows the documentation has at hand. */
export interface ReadersDesk {
  client: GraphqlClient;
  /** Words of the pages, and what a reader puts in their place. */
  fillIn: Readonly<Record<string, string>>;
  /** Resolves when what a customer wrote has arrived. */
  arrives: (wamid: string) => Promise<unknown>;
}

/** Follows a page: runs its code blocks in order, as a reader would, with what earlier ones answered. */
export class Reader {
  private readonly taken: Record<string, string> = {};
  private readonly folder = mkdtempSync(join(tmpdir(), 'parley-docs-'));
  private readonly shellState = join(this.folder, 'state.sh');

  constructor(private readonly desk: ReadersDesk) {
    writeFileSync(this.shellState, '');
  }

  /** @returns how many blocks ran @throws Error with file and line of the block that does not do what it says */
  async follow(snippets: readonly Snippet[]): Promise<number> {
    let count = 0;
    for (const [index, snippet] of snippets.entries()) {
      if (snippet.notRun !== null) continue;
      const next = snippets[index + 1];
      try {
        await this.run(snippet, next?.language === 'json' ? next : undefined);
      } catch (error) {
        throw new Error(`${snippet.file}:${snippet.line}: ${(error as Error).message}`, { cause: error });
      }
      count += 1;
    }
    return count;
  }

  leave(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }

  private async run(snippet: Snippet, variables: Snippet | undefined): Promise<void> {
    const code = this.filledIn(snippet.code);
    switch (snippet.language) {
      case 'sh':
        return this.runShell(snippet, code);
      case 'graphql':
        return this.runGraphql(snippet, code, variables === undefined ? {} : this.json(variables.code));
      case 'js':
      case 'ts':
        return this.runScript(code);
      case 'json':
        return void this.json(snippet.code);
      case 'yaml':
        return void parseYaml(code);
      case 'text':
      case 'mermaid':
        return;
      default:
        throw new Error(`Nobody knows how to run "${snippet.language}".`);
    }
  }

  private async runShell(snippet: Snippet, code: string): Promise<void> {
    const script = `set -eu -a\n. '${this.shellState}'\n${code}\nexport -p > '${this.shellState}'\n`;
    const { stdout } = await run('bash', ['-o', 'pipefail', '-c', script], { cwd: ROOT, timeout: PATIENCE_MS });
    if (/"(errors|error)":\s*[[{]\s*[^\]\s]/.test(stdout)) throw new Error(`It was refused: ${stdout}`);
    if (snippet.takes.length > 0) this.take(snippet, JSON.parse(stdout));
    const wamid = /"wamid":"(?<wamid>[^"]+)"/.exec(stdout)?.groups?.wamid;
    if (wamid !== undefined) await this.desk.arrives(wamid);
  }

  private async runGraphql(snippet: Snippet, code: string, variables: object): Promise<void> {
    const operations = parse(code).definitions.filter(
      (definition): definition is OperationDefinitionNode => definition.kind === Kind.OPERATION_DEFINITION,
    );
    if (first(operations).operation === OperationTypeNode.SUBSCRIPTION) {
      const subscription = this.desk.client.subscribeRaw(code, variables);
      try {
        await subscription.until(({ events, problems }) => events.length + problems.length > 0, 'an event');
        if (subscription.problems.length > 0) throw new Error(JSON.stringify(subscription.problems));
      } finally {
        await subscription.close();
      }
      return;
    }
    const { until } = snippet;
    const data = await eventually(
      () => this.desk.client.sendRaw(code, variables),
      (answer) => until === null || at(answer, until[0]) === until[1],
    );
    const refused = errorsIn(data);
    if (refused.length > 0) throw new Error(JSON.stringify(refused));
    this.take(snippet, data);
  }

  /** As a module of its own, which may import what is installed here. */
  private async runScript(code: string): Promise<void> {
    const { outputText } = ts.transpileModule(code, {
      compilerOptions: { module: ts.ModuleKind.ESNext, target: ts.ScriptTarget.ES2022, verbatimModuleSyntax: true },
    });
    await run(process.execPath, ['--input-type=module', '-e', outputText], { cwd: ROOT, timeout: PATIENCE_MS });
  }

  private take({ takes }: Snippet, answer: unknown): void {
    for (const [name, path] of takes) {
      const value = at(answer, path);
      if (typeof value !== 'string') throw new Error(`There is no ${path} in ${JSON.stringify(answer)}.`);
      this.taken[name] = value;
    }
  }

  private json(code: string): object {
    return JSON.parse(this.filledIn(code)) as object;
  }

  private filledIn(code: string): string {
    return Object.entries({ ...this.desk.fillIn, ...this.taken })
      .sort(([a], [b]) => b.length - a.length)
      .reduce((text, [word, value]) => text.replaceAll(word, value), code);
  }
}

function at(answer: unknown, path: string): unknown {
  return path.split('.').reduce((value: unknown, key) => (value as Record<string, unknown> | null)?.[key], answer);
}

/** What was refused, however deep it stands: of a payload, or of one record among many. */
function errorsIn(answer: unknown): unknown[] {
  if (typeof answer !== 'object' || answer === null) return [];
  return Object.entries(answer).flatMap(([key, value]) =>
    key === 'errors' && Array.isArray(value) ? (value as unknown[]) : errorsIn(value),
  );
}
