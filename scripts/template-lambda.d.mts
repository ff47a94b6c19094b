/** What tests see of template-lambda.mjs. */
interface Template {
  readonly Parameters: Readonly<Record<string, { readonly Type: string; readonly Default?: string }>>;
  readonly Conditions: Readonly<Record<string, unknown>>;
  readonly Resources: Readonly<
    Record<
      string,
      {
        readonly Type: string;
        readonly Properties: Readonly<Record<string, unknown>>;
        readonly DependsOn?: readonly string[];
      }
    >
  >;
  readonly Outputs: Readonly<Record<string, unknown>>;
}

export function lambdaTemplate(): Template;
export function parametersFrom(deploy: Readonly<Record<string, unknown>>): readonly string[];
