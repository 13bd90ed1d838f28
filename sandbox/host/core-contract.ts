/**
 * The part of `@azure/functions-core` that the library asks of its host. The package is on no registry: the
 * platform's worker answers the require in memory, and so do we (reference functions-and-bicep 1.1, 1.2).
 * Contract: Azure/azure-functions-nodejs-worker, types-core/index.d.ts.
 */

export type LogLevel = 'trace' | 'debug' | 'information' | 'warning' | 'error' | 'critical' | 'none';
export type LogCategory = 'user' | 'system' | 'customMetric';

export interface NullableString {
  value: string;
}

export interface HttpCookieData {
  name: string;
  value: string;
  domain?: NullableString | null;
  path?: NullableString | null;
  expires?: { value: { seconds: number; nanos?: number } } | null;
  secure?: { value: boolean } | null;
  httpOnly?: { value: boolean } | null;
  sameSite?: 'none' | 'lax' | 'strict' | 'explicitNone';
  maxAge?: { value: number } | null;
}

export interface HttpData {
  method?: string;
  url?: string;
  statusCode?: string;
  headers?: Record<string, string>;
  cookies?: HttpCookieData[];
  body?: TypedData | null;
  nullableHeaders?: Record<string, NullableString>;
  nullableQuery?: Record<string, NullableString>;
  nullableParams?: Record<string, NullableString>;
}

/** What a value looks like on the way between host and app; the library turns it into the handler's argument. */
export interface TypedData {
  string?: string;
  json?: string;
  bytes?: Uint8Array;
  int?: number;
  double?: number;
  http?: HttpData;
  collectionString?: { string: string[] };
  collectionSint64?: { sint64: unknown[] };
}

export interface RetryContext {
  retryCount: number;
  maxRetryCount: number;
  exception?: { message: string; source: string; stackTrace: string };
}

export interface TraceContext {
  traceParent: string;
  traceState: string;
  attributes: Record<string, string>;
}

export interface InvocationRequest {
  invocationId: string;
  functionId: string;
  inputData: { name: string; data: TypedData }[];
  triggerMetadata: Record<string, TypedData>;
  traceContext: TraceContext;
  retryContext?: RetryContext;
}

export interface InvocationResponse {
  outputData?: { name: string; data: TypedData }[] | null;
  returnValue?: TypedData | null;
}

export type FunctionCallback = (...args: unknown[]) => unknown;

export type Binding = Readonly<Record<string, unknown>> & { readonly type: string };

/** What `app.timer`, `app.http` and the others hand over (reference functions-and-bicep 1.3). */
export interface FunctionMetadata {
  readonly name: string;
  readonly bindings: Readonly<Record<string, Binding>>;
  readonly retryOptions?: unknown;
}

export interface CoreContext {
  invocationId: string;
  request: InvocationRequest;
  metadata: FunctionMetadata;
  state: 'preInvocationHooks' | 'invocation' | 'postInvocationHooks' | undefined;
  log(level: LogLevel, category: LogCategory, message: string): void;
}

export interface InvocationModel {
  getArguments(): Promise<{ context: unknown; inputs: unknown[] }>;
  invokeFunction(context: unknown, inputs: unknown[], callback: FunctionCallback): Promise<unknown>;
  getResponse(context: unknown, result: unknown): Promise<InvocationResponse>;
}

export interface ProgrammingModel {
  readonly name: string;
  readonly version: string;
  getInvocationModel(context: CoreContext): InvocationModel;
  getCapabilities?(capabilities: Record<string, string>): Promise<Record<string, string>>;
}

export type HookName = 'appStart' | 'appTerminate' | 'preInvocation' | 'postInvocation' | 'log';

/** One open object for all hooks: the library's wrappers read and write its properties in place. */
export type HookContext = Record<string, unknown>;
export type HookCallback = (context: HookContext) => unknown;
