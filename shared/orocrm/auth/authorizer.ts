/** The headers that prove who calls, for exactly one request. */
export type Authorization = Readonly<Record<string, string>>;

/** One way of proving who calls. */
export interface Authorizer {
  /** @throws SyncError when no proof can be had. */
  authorize(): Promise<Authorization>;
  /** The server answered 401 to this authorization at its time: the next `authorize` must not repeat it. */
  refused(authorization: Authorization, at: Date): void;
}
