import type { AnyNode, Node, Pattern } from 'acorn';

/** A name used where nothing inside the statement declares it. */
export interface Reference {
  readonly name: string;
  readonly isWrite: boolean;
  /** Offset in the cell's code. */
  readonly start: number;
}

/** What one top-level statement declares for its module, and the names it uses from outside itself. */
export interface StatementScope {
  readonly declares: readonly string[];
  readonly references: readonly Reference[];
}

interface Scope {
  readonly names: Set<string>;
  readonly parent?: Scope;
  /** Whether `var` stops here. */
  readonly isFunction: boolean;
}

/** Resolves the names of a statement by ECMAScript's scoping rules for modules (strict mode). */
export function scopeOf(statement: Node): StatementScope {
  const module: Scope = { names: new Set(), isFunction: true };
  const uses: { readonly reference: Reference; readonly scope: Scope }[] = [];

  const inner = (parent: Scope, isFunction = false): Scope => ({ names: new Set(), parent, isFunction });
  const visitAll = (nodes: readonly (Node | null | undefined)[], scope: Scope): void => {
    for (const node of nodes) if (node) visit(node as AnyNode, scope);
  };

  const use = ({ name, start }: Node & { name: string }, scope: Scope, isWrite: boolean): void =>
    void uses.push({ reference: { name, isWrite, start }, scope });

  /** Walks a binding or assignment pattern; `onName` gets its names, expressions in it are visited in `scope`. */
  function visitPattern(node: Pattern, scope: Scope, onName: (node: Node & { name: string }) => void): void {
    switch (node.type) {
      case 'Identifier':
        return onName(node);
      case 'ObjectPattern':
        for (const part of node.properties) {
          if (part.type === 'RestElement') visitPattern(part, scope, onName);
          else {
            if (part.computed) visit(part.key, scope);
            visitPattern(part.value, scope, onName);
          }
        }
        return;
      case 'ArrayPattern':
        for (const part of node.elements) if (part) visitPattern(part, scope, onName);
        return;
      case 'RestElement':
        return visitPattern(node.argument, scope, onName);
      case 'AssignmentPattern':
        visitPattern(node.left, scope, onName);
        return visit(node.right, scope);
      default:
        return visit(node, scope);
    }
  }

  const declare = (pattern: Pattern, target: Scope, scope: Scope): void =>
    visitPattern(pattern, scope, ({ name }) => target.names.add(name));
  const assign = (target: Pattern, scope: Scope): void =>
    visitPattern(target, scope, (node) => use(node, scope, true));

  /** Parameters have a scope of their own, around the body's: a default value does not see the body's `var`s. */
  function visitFunction(
    node: Extract<
      AnyNode,
      { type: 'FunctionDeclaration' | 'FunctionExpression' | 'ArrowFunctionExpression' }
    >,
    scope: Scope,
  ): void {
    const parameters = inner(scope, true);
    if (node.type === 'FunctionExpression' && node.id) parameters.names.add(node.id.name);
    if (node.type !== 'ArrowFunctionExpression') parameters.names.add('arguments');
    for (const parameter of node.params) declare(parameter, parameters, parameters);
    if (node.body.type === 'BlockStatement') visitAll(node.body.body, inner(parameters, true));
    else visit(node.body, parameters);
  }

  function visit(node: AnyNode, scope: Scope): void {
    switch (node.type) {
      case 'Identifier':
        return use(node, scope, false);
      case 'VariableDeclaration': {
        const target = node.kind === 'var' ? functionScope(scope) : scope;
        for (const { id, init } of node.declarations) {
          declare(id, target, scope);
          if (init) visit(init, scope);
        }
        return;
      }
      case 'FunctionDeclaration':
        if (node.id) scope.names.add(node.id.name);
        return visitFunction(node, scope);
      case 'FunctionExpression':
      case 'ArrowFunctionExpression':
        return visitFunction(node, scope);
      case 'ClassDeclaration':
      case 'ClassExpression': {
        if (node.type === 'ClassDeclaration' && node.id) scope.names.add(node.id.name);
        const own = inner(scope);
        if (node.id) own.names.add(node.id.name);
        return visitAll([node.superClass, node.body], own);
      }
      case 'StaticBlock':
        return visitAll(node.body, inner(scope, true));
      case 'BlockStatement':
        return visitAll(node.body, inner(scope));
      case 'SwitchStatement':
        visit(node.discriminant, scope);
        return visitAll(node.cases, inner(scope));
      case 'ForStatement':
        return visitAll(childrenOf(node), inner(scope));
      case 'ForInStatement':
      case 'ForOfStatement': {
        const own = inner(scope);
        if (node.left.type === 'VariableDeclaration') visit(node.left, own);
        else assign(node.left, own);
        return visitAll([node.right, node.body], own);
      }
      case 'CatchClause': {
        const own = inner(scope);
        if (node.param) declare(node.param, own, own);
        return visit(node.body, own);
      }
      case 'AssignmentExpression':
        assign(node.left, scope);
        return visit(node.right, scope);
      case 'UpdateExpression':
        return assign(node.argument as Pattern, scope);
      case 'MemberExpression':
        return visitAll([node.object, node.computed ? node.property : undefined], scope);
      case 'Property':
      case 'MethodDefinition':
      case 'PropertyDefinition':
        return visitAll([node.computed ? node.key : undefined, node.value], scope);
      case 'LabeledStatement':
        return visit(node.body, scope);
      case 'ImportDeclaration':
        for (const { local } of node.specifiers) scope.names.add(local.name);
        return;
      case 'ExportNamedDeclaration':
        if (node.declaration) return visit(node.declaration, scope);
        for (const { local } of node.source ? [] : node.specifiers) {
          if (local.type === 'Identifier') use(local, scope, false);
        }
        return;
      case 'BreakStatement':
      case 'ContinueStatement':
      case 'MetaProperty':
      case 'ExportAllDeclaration':
        return;
      default:
        return visitAll(childrenOf(node), scope);
    }
  }

  visit(statement as AnyNode, module);
  const isOutside = (name: string, scope: Scope): boolean =>
    scope === module || (!scope.names.has(name) && isOutside(name, scope.parent!));
  return {
    declares: [...module.names],
    references: uses
      .filter(({ reference, scope }) => isOutside(reference.name, scope))
      .map((use) => use.reference),
  };
}

const functionScope = (scope: Scope): Scope => (scope.isFunction ? scope : functionScope(scope.parent!));

/** The nodes directly inside a node. */
export function childrenOf(node: Node): readonly Node[] {
  const children: Node[] = [];
  for (const value of Object.values(node)) {
    if (Array.isArray(value)) children.push(...value.filter(isNode));
    else if (isNode(value)) children.push(value);
  }
  return children;
}

const isNode = (value: unknown): value is Node =>
  typeof value === 'object' && value !== null && typeof (value as Node).type === 'string' && 'start' in value;
