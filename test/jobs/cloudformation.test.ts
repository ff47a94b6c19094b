/** The template for CloudFormation alone: what can be said to it, and that it allows no more than serverless.yml. */
import { describe, expect, it } from 'vitest';
import { Deploy } from '../../schemas/deploy.ts';
import { lambdaTemplate, parametersFrom } from '../../scripts/template-lambda.mjs';
import { allowed, tooWide } from './template.ts';

describe('the template for CloudFormation', () => {
  const template = lambdaTemplate();
  const capital = (name: string) => name.replace(/^./, (first) => first.toUpperCase());

  it('has a parameter for whatever deploy.yml can say, and for nothing else', () => {
    expect(Object.keys(template.Parameters).sort()).toEqual(Object.keys(Deploy.shape).map(capital).sort());
    const needed = Object.entries(template.Parameters).filter(([, { Default }]) => Default === undefined);
    expect(needed.map(([name]) => name).sort()).toEqual(['FingerprintSecretArn', 'SecretArns']);
  });

  it('allows nothing with a wildcard, and names everything by the stack', () => {
    expect(tooWide(allowed(template))).toEqual([]);
    expect(template.Resources['DispatchLambdaFunction']?.Properties['FunctionName']).toEqual({
      'Fn::Sub': ['$', '{AWS::StackName}-dispatch'].join(''),
    });
    expect(JSON.stringify(template)).not.toMatch(/\$\{(?!AWS::StackName\})/);
  });

  it('has Lambda take messages only once the role may', () => {
    expect(template.Resources['CollectEventSourceMappingSQSRunQueue']?.DependsOn).toEqual(['CollectPolicy']);
  });

  it('is given what deploy.yml says', () => {
    expect(parametersFrom({ secretArns: ['arn:a', 'arn:b'], consumers: 10 })).toEqual([
      'SecretArns=arn:a,arn:b',
      'Consumers=10',
    ]);
  });
});
