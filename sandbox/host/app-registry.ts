import type {
  FunctionCallback,
  FunctionMetadata,
  HookCallback,
  HookName,
  ProgrammingModel,
} from './core-contract';

export interface Registration {
  readonly metadata: FunctionMetadata;
  readonly callback: FunctionCallback;
}

/** The host's rule for names (azure-functions-host: Utility.FunctionNameValidationRegex). */
const functionName = /^(?!host$)[a-z][a-z0-9_-]{0,127}$/i;

/** What one app has registered: its functions, hooks and programming model. */
export class AppRegistry {
  readonly #functions = new Map<string, Registration>();
  readonly #hooks = new Map<HookName, HookCallback[]>();
  #model: ProgrammingModel | undefined;
  #closed = false;

  /** @throws Error when registration is closed, the name is taken, or the host would not accept it. */
  register(metadata: FunctionMetadata, callback: FunctionCallback): void {
    const { name } = metadata;
    if (this.#closed) {
      throw new Error(`Function "${name}": a function can only be registered during app start-up.`);
    }
    if (!functionName.test(name)) {
      throw new Error(
        `Function "${name}": a name starts with a letter, and has letters, digits, "-" and "_" only.`,
      );
    }
    // The host routes by name without regard to case, so two names that differ in case are one name.
    const key = name.toLowerCase();
    if (this.#functions.has(key)) {
      throw new Error(`A function with the name "${name}" has already been registered.`);
    }
    this.#functions.set(key, { metadata, callback });
  }

  /** @throws Error when registration is closed. */
  unregister(name: string): void {
    if (this.#closed) {
      throw new Error(`Function "${name}": a function can only be disposed during app start-up.`);
    }
    this.#functions.delete(name.toLowerCase());
  }

  /** After this no function can be registered or taken back (reference functions-and-bicep 1.5). */
  close(): void {
    this.#closed = true;
  }

  get registrations(): readonly Registration[] {
    return [...this.#functions.values()];
  }

  /** In any case: names that differ in case only are one name. */
  find(name: string): Registration | undefined {
    return this.#functions.get(name.toLowerCase());
  }

  addHook(name: HookName, callback: HookCallback): () => void {
    const hooks = this.#hooks.get(name) ?? [];
    this.#hooks.set(name, hooks);
    hooks.push(callback);
    return () => {
      const index = hooks.indexOf(callback);
      if (index >= 0) {
        hooks.splice(index, 1);
      }
    };
  }

  hooks(name: HookName): readonly HookCallback[] {
    return this.#hooks.get(name) ?? [];
  }

  set programmingModel(model: ProgrammingModel | undefined) {
    this.#model = model;
  }

  get programmingModel(): ProgrammingModel | undefined {
    return this.#model;
  }
}
