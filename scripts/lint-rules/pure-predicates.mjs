const PREDICATE = /^(is|has|can)[A-Z]/;
const NOT_A_PREDICATE = 'canActivate'; // Nest's name for what a guard does

/** Methods of arrays, maps and sets that change them. */
const MUTATORS = new Set([
  'add',
  'clear',
  'copyWithin',
  'delete',
  'fill',
  'pop',
  'push',
  'reverse',
  'set',
  'shift',
  'sort',
  'splice',
  'unshift',
]);

/** Names of the project's own methods that change the object they belong to. */
const COMMAND = /^(add|apply|clear|forget|mark|record|remove|reset|set|start|stop|update)([A-Z]|$)/;

function nameOf(node) {
  const { parent } = node;
  const named = {
    MethodDefinition: parent.key,
    PropertyDefinition: parent.key,
    Property: parent.key,
    VariableDeclarator: parent.id,
  };
  return (node.id ?? named[parent.type])?.name ?? '';
}

/** What a chain such as `this.#seen.keys` or `entries[0].key` starts with. */
function rootOf(node) {
  let root = node;
  while (root.type === 'MemberExpression' || root.type === 'ChainExpression' || root.type === 'TSNonNullExpression') {
    root = root.type === 'MemberExpression' ? root.object : root.expression;
  }
  return root;
}

/** Reports `is…`, `has…` and `can…` functions that change anything beyond their own variables. */
export const purePredicates = {
  create(context) {
    const predicates = [];
    const enter = (node) => {
      const name = nameOf(node);
      if (PREDICATE.test(name) && name !== NOT_A_PREDICATE) predicates.push({ node, name });
    };
    const exit = (node) => {
      if (predicates.at(-1)?.node === node) predicates.pop();
    };

    /** Whether the variable was made by a declaration inside the predicate, rather than passed in or found outside. */
    const isLocal = (identifier) => {
      for (let scope = context.sourceCode.getScope(identifier); scope !== null; scope = scope.upper) {
        const variable = scope.set.get(identifier.name);
        if (variable === undefined) continue;
        const [definition] = variable.defs;
        const { node } = predicates.at(-1);
        return (
          definition?.type === 'Variable' &&
          definition.node.range[0] >= node.range[0] &&
          definition.node.range[1] <= node.range[1]
        );
      }
      return false;
    };
    const isOutside = (target) => {
      const root = rootOf(target);
      return root.type === 'ThisExpression' || (root.type === 'Identifier' && !isLocal(root));
    };
    const report = (node, change) => {
      const { name } = predicates.at(-1);
      context.report({
        node,
        message: `"${name}" answers a question but ${change}. Give it a name that says so, or move the change out.`,
      });
    };
    const checkTarget = (node, target) => {
      if (predicates.length > 0 && isOutside(target)) report(node, `changes "${context.sourceCode.getText(target)}"`);
    };

    return {
      FunctionDeclaration: enter,
      FunctionExpression: enter,
      ArrowFunctionExpression: enter,
      'FunctionDeclaration:exit': exit,
      'FunctionExpression:exit': exit,
      'ArrowFunctionExpression:exit': exit,
      AssignmentExpression: (node) => checkTarget(node, node.left),
      UpdateExpression: (node) => checkTarget(node, node.argument),
      UnaryExpression: (node) => node.operator === 'delete' && checkTarget(node, node.argument),
      CallExpression(node) {
        const { callee } = node;
        if (predicates.length === 0 || callee.type !== 'MemberExpression' || callee.computed) return;
        const { name } = callee.property;
        const changes = MUTATORS.has(name) || (COMMAND.test(name) && rootOf(callee).type === 'ThisExpression');
        if (changes && isOutside(callee.object)) report(node, `calls "${context.sourceCode.getText(callee)}"`);
      },
    };
  },
};
