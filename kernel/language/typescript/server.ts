import { type ChildProcess, spawn } from "node:child_process";
import { createRequire } from "node:module";
import { constants, setPriority } from "node:os";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import type {
  Diagnostic,
  ProtocolConnection,
  ProtocolNotificationType,
  ProtocolRequestType,
  RequestParam,
} from "vscode-languageserver-protocol";
import { configName } from "./project.ts";

type Protocol = typeof import("vscode-languageserver-protocol/node");

/** A running language server, with its documents. */
export class Server {
  readonly #protocol: Protocol;
  readonly #connection: ProtocolConnection;
  readonly #child: ChildProcess;
  readonly #folder: string;
  readonly #versions = new Map<string, number>();
  #offersImports = false;
  readonly #texts = new Map<string, string>();
  /** Resolves when the process has ended, whoever ended it. */
  readonly ended: Promise<void>;
  isAlive = true;

  private constructor(
    protocol: Protocol,
    connection: ProtocolConnection,
    child: ChildProcess,
    folder: string,
  ) {
    this.#protocol = protocol;
    this.#connection = connection;
    this.#child = child;
    this.#folder = folder;
    this.ended = new Promise((resolve) => {
      const end = () => {
        this.isAlive = false;
        connection.dispose();
        resolve();
      };
      child.once("exit", end).once("error", end);
      connection.onClose(end);
    });
  }

  /**
   * Starts TypeScript's own server for a notebook's folder.
   *
   * @throws where the package for this system is not installed, or the process does not start
   */
  static async start(folder: string): Promise<Server> {
    const protocol = await loadProtocol();
    const child = spawn(serverPath(), ["--lsp", "--stdio"], {
      cwd: folder,
      stdio: ["pipe", "pipe", "ignore"],
      env: { GOGC: "50", ...process.env },
      // An interrupt of the kernel's process group is not meant for it.
      detached: true,
    });
    await new Promise<void>((resolve, reject) => child.once("spawn", resolve).once("error", reject));
    child.stdin.on("error", () => {}); // Its end is told by `exit`.
    stepBack(child.pid);
    const connection = protocol.createProtocolConnection(
      new protocol.StreamMessageReader(child.stdout),
      new protocol.StreamMessageWriter(child.stdin),
    );
    const server = new Server(protocol, connection, child, folder);
    await server.#initialize();
    return server;
  }

  async #initialize(): Promise<void> {
    const { ConfigurationRequest, InitializeRequest, InitializedNotification, RegistrationRequest } =
      this.#protocol;
    const connection = this.#connection;
    const configured = new Promise<void>((resolve) => {
      connection.onRequest(ConfigurationRequest.type, ({ items }) => {
        setImmediate(resolve);
        return items.map(({ section }) => (section === "js/ts" ? settings(this.#offersImports) : null));
      });
    });
    connection.onRequest(RegistrationRequest.type, () => {});
    connection.onError(() => {});
    connection.listen();
    const rootUri = pathToFileURL(this.#folder).href;
    await connection.sendRequest(InitializeRequest.type, {
      processId: process.pid,
      rootUri,
      workspaceFolders: null,
      capabilities,
    });
    await connection.sendNotification(InitializedNotification.type, {});
    await Promise.race([configured, this.ended]);
  }

  /** From now on completions have what could be imported: the server then reads every package, so nobody who asks for less waits for it. */
  offerImports(): void {
    if (this.#offersImports) return;
    this.#offersImports = true;
    this.#notify(this.#protocol.DidChangeConfigurationNotification.type, {
      settings: { "js/ts": settings(true) },
    });
  }

  uri(file: string): string {
    return pathToFileURL(join(this.#folder, file)).href;
  }

  get files(): readonly string[] {
    return [...this.#texts.keys()];
  }

  has(file: string): boolean {
    return this.#texts.has(file);
  }

  /** Opens a document, or changes it where its text is another. */
  put(file: string, text: string, languageId: string): void {
    if (this.#texts.get(file) === text) return;
    const { DidChangeTextDocumentNotification, DidOpenTextDocumentNotification } = this.#protocol;
    const version = (this.#versions.get(file) ?? 0) + 1;
    const uri = this.uri(file);
    if (this.#texts.has(file))
      this.#notify(DidChangeTextDocumentNotification.type, {
        textDocument: { uri, version },
        contentChanges: [{ text }],
      });
    else
      this.#notify(DidOpenTextDocumentNotification.type, {
        textDocument: { uri, languageId, version, text },
      });
    this.#texts.set(file, text);
    this.#versions.set(file, version);
  }

  /** Tells of files on disk that are other than they were. */
  changed(paths: readonly string[]): void {
    const { DidChangeWatchedFilesNotification } = this.#protocol;
    const changes = paths.map((path) => ({ uri: pathToFileURL(path).href, type: changed }));
    this.#notify(DidChangeWatchedFilesNotification.type, { changes });
  }

  /** The mistakes in a document. */
  async diagnostics(file: string): Promise<readonly Diagnostic[]> {
    const { DocumentDiagnosticRequest } = this.#protocol;
    const report = await this.request(DocumentDiagnosticRequest.type, {
      textDocument: { uri: this.uri(file) },
    });
    return report.kind === "full" ? report.items : [];
  }

  request<P, R, PR, E, RO>(
    type: ProtocolRequestType<P, R, PR, E, RO>,
    params: NoInfer<RequestParam<P>>,
  ): Promise<R> {
    return this.#connection.sendRequest(type, params);
  }

  #notify<P, RO>(type: ProtocolNotificationType<P, RO>, params: NoInfer<RequestParam<P>>): void {
    this.#connection.sendNotification(type, params).catch(() => {}); // It has ended; the next request says so.
  }

  get protocol(): Protocol {
    return this.#protocol;
  }

  /** Resolves when the process is gone. It has nothing to lose, so it is not asked first. */
  async kill(): Promise<void> {
    this.#child.kill("SIGKILL");
    await this.ended;
  }
}

/** Only for kernels that need it: loading it takes as long as a cell. */
async function loadProtocol(): Promise<Protocol> {
  const module = await import("vscode-languageserver-protocol/node");
  return "default" in module ? (module.default as Protocol) : module;
}

/** The program itself, which its package starts from a Node process that would stay beside it. */
function serverPath(): string {
  const require = createRequire(createRequire(import.meta.url).resolve("typescript/package.json"));
  const name = `@typescript/typescript-${process.platform}-${process.arch}`;
  return join(
    dirname(require.resolve(`${name}/package.json`)),
    "lib",
    process.platform === "win32" ? "tsc.exe" : "tsc",
  );
}

/** Cells come before their types. */
function stepBack(pid: number | undefined): void {
  try {
    if (pid !== undefined) setPriority(pid, constants.priority.PRIORITY_BELOW_NORMAL);
  } catch {
    // Some systems do not allow it.
  }
}

const settings = (autoImports: boolean) => ({
  customConfigFileName: configName,
  suggest: { autoImports },
  // The server would have npm fetch types behind the reader's back.
  disableAutomaticTypeAcquisition: true,
  tsserver: { automaticTypeAcquisition: { enabled: false } },
});

/** LSP's `FileChangeType.Changed`. */
const changed = 2 as const;

const markdown = ["markdown" as const];

const capabilities = {
  textDocument: {
    completion: {
      completionItem: {
        documentationFormat: markdown,
        resolveSupport: { properties: ["detail", "documentation", "additionalTextEdits"] },
        labelDetailsSupport: true,
      },
    },
    hover: { contentFormat: markdown },
    signatureHelp: { signatureInformation: { documentationFormat: markdown } },
    definition: { linkSupport: true },
    diagnostic: {},
  },
  workspace: { configuration: true },
};
