/** Routes about what may be sent: tracking plans, transformations and functions. */
import { populationOf } from '../paging.ts';
import { invalid, missing } from '../replies.ts';
import type { CustomFunction, TrackingPlan } from '../world/policy-records.ts';
import { rulesOf } from '../world/tracking-plans.ts';
import { sourcesByIds } from './flows.ts';
import { dataRoute, findById, listRoute, type Route, type RouteContext } from './route.ts';

const PLAN_TYPES = ['ENGAGE', 'LIVE', 'PROPERTY_LIBRARY', 'RULE_LIBRARY', 'TEMPLATE'];
const FUNCTION_TYPES = [
  'DESTINATION',
  'INSERT_DESTINATION',
  'INSERT_SOURCE',
  'INSERT_TRANSFORMATION',
  'SOURCE',
];

function planOr404<T>(context: RouteContext, then: (plan: TrackingPlan) => T) {
  const id = context.param('trackingPlanId');
  const plan = findById(context.world.trackingPlans, id);
  return plan === undefined ? missing('Tracking plan', id) : then(plan);
}

function functionOr404<T>(context: RouteContext, id: string, then: (record: CustomFunction) => T) {
  const record = findById(context.world.functions, id);
  return record === undefined ? missing('Function', id) : then(record);
}

const PROTOCOLS_ROUTES: readonly Route[] = [
  listRoute({
    path: '/tracking-plans',
    operationId: 'listTrackingPlans',
    member: 403,
    feature: 'protocols',
    key: 'trackingPlans',
    items: ({ world, query }) => {
      const type = query.get('type');
      if (type === undefined) return populationOf(world.trackingPlans);
      if (!PLAN_TYPES.includes(type)) return invalid('type', `must be one of ${PLAN_TYPES.join(', ')}`);
      return populationOf(world.trackingPlans.filter((plan) => plan.type === type));
    },
  }),
  dataRoute({
    path: '/tracking-plans/{trackingPlanId}',
    operationId: 'getTrackingPlan',
    member: 403,
    feature: 'protocols',
    data: (context) => planOr404(context, (trackingPlan) => ({ trackingPlan })),
  }),
  listRoute({
    path: '/tracking-plans/{trackingPlanId}/rules',
    operationId: 'listRulesFromTrackingPlan',
    member: 403,
    feature: 'protocols',
    key: 'rules',
    items: (context) => planOr404(context, ({ id }) => rulesOf(context.world, id)),
  }),
  listRoute({
    path: '/tracking-plans/{trackingPlanId}/sources',
    operationId: 'listSourcesFromTrackingPlan',
    member: 403,
    feature: 'protocols',
    key: 'sources',
    items: (context) =>
      planOr404(context, (plan) => {
        const connected = Object.entries(context.world.sourcePlans).filter(
          ([, planId]) => planId === plan.id,
        );
        return sourcesByIds(
          context,
          connected.map(([sourceId]) => sourceId),
        );
      }),
  }),
  listRoute({
    path: '/transformations',
    operationId: 'listTransformations',
    member: 403,
    feature: 'protocols',
    key: 'transformations',
    items: ({ world }) => populationOf(world.transformations),
  }),
  dataRoute({
    path: '/transformations/{transformationId}',
    operationId: 'getTransformation',
    member: 403,
    feature: 'protocols',
    data: ({ world, param }) => {
      const transformation = findById(world.transformations, param('transformationId'));
      return transformation === undefined
        ? missing('Transformation', param('transformationId'))
        : { transformation };
    },
  }),
];

/** A function as lists show it: neither code nor settings. */
function summary(record: CustomFunction): unknown {
  const { id, resourceType, createdAt, createdBy, displayName, description, logoUrl, catalogId } = record;
  return { id, resourceType, createdAt, createdBy, displayName, description, logoUrl, catalogId };
}

const FUNCTION_ROUTES: readonly Route[] = [
  listRoute({
    path: '/functions',
    operationId: 'listFunctions',
    member: 403,
    feature: 'functions',
    key: 'functions',
    items: ({ world, query }) => {
      const type = query.get('resourceType');
      if (type === undefined) return invalid('resourceType', 'is required');
      if (!FUNCTION_TYPES.includes(type)) {
        return invalid('resourceType', `must be one of ${FUNCTION_TYPES.join(', ')}`);
      }
      return populationOf(
        world.functions.filter((record) => record.resourceType === type),
        summary,
      );
    },
  }),
  dataRoute({
    path: '/functions/{functionId}',
    operationId: 'getFunction',
    member: 403,
    feature: 'functions',
    data: (context) =>
      functionOr404(context, context.param('functionId'), (record) => ({ function: record })),
  }),
  listRoute({
    path: '/functions/{functionId}/versions',
    operationId: 'listFunctionVersions',
    member: 403,
    feature: 'functions',
    versions: ['v1alpha'],
    key: 'versions',
    items: (context) =>
      functionOr404(context, context.param('functionId'), ({ id }) =>
        populationOf(context.world.functionVersions[id] ?? []),
      ),
  }),
  dataRoute({
    path: '/functions/{functionId}/versions/{versionId}',
    operationId: 'getFunctionVersion',
    member: 403,
    feature: 'functions',
    versions: ['v1alpha'],
    data: (context) =>
      functionOr404(context, context.param('functionId'), ({ id }) => {
        const versionId = context.param('versionId');
        const version = findById(context.world.functionVersions[id] ?? [], versionId);
        return version === undefined ? missing('Version', versionId) : { version };
      }),
  }),
  listRoute({
    path: '/insert-function-instances',
    operationId: 'listInsertFunctionInstances',
    member: 403,
    feature: 'functions',
    versions: ['v1alpha'],
    key: 'instances',
    items: (context) => {
      const id = context.query.get('functionId');
      if (id === undefined) return invalid('functionId', 'is required');
      return functionOr404(context, id, () =>
        populationOf(context.world.insertFunctionInstances.filter(({ classId }) => classId === id)),
      );
    },
  }),
  dataRoute({
    path: '/insert-function-instances/{instanceId}',
    operationId: 'getInsertFunctionInstance',
    member: 403,
    feature: 'functions',
    versions: ['v1alpha'],
    data: ({ world, param }) => {
      const instance = findById(world.insertFunctionInstances, param('instanceId'));
      return instance === undefined
        ? missing('Instance', param('instanceId'))
        : { insertFunctionInstance: instance };
    },
  }),
];

export const POLICY_ROUTES: readonly Route[] = [...PROTOCOLS_ROUTES, ...FUNCTION_ROUTES];
