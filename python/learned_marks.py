"""Where a program of the notebook's statements keeps and takes values: calls of `_learned` around their expressions."""
import ast

EXPRESSIONS = (ast.Attribute, ast.Subscript, ast.Compare, ast.BoolOp, ast.BinOp, ast.UnaryOp, ast.IfExp, ast.JoinedStr)
COMPREHENSIONS = (ast.ListComp, ast.SetComp, ast.DictComp)
NOT_OF_ROWS = {
    "now": "the clock",
    "today": "the clock",
    "utcnow": "the clock",
    "eval": "text that is run",
    "exec": "text that is run",
    "globals": "all names at once",
    "locals": "all names at once",
    "input": "what a person types",
}


class Marker(ast.NodeTransformer):
    """Puts `_learned` around expressions, calls and loops."""

    def __init__(self):
        self._count = 0
        self.why = None  # the first reason why what it keeps would not be all

    def visit(self, node):
        if isinstance(node, (ast.Lambda, ast.ClassDef, ast.GeneratorExp)):
            self.refuse_unknown(node)
            return node
        if isinstance(node, (ast.While, ast.NamedExpr, ast.Yield, ast.YieldFrom, ast.Await, ast.AsyncFunctionDef)):
            self.refuse("it has a step of a kind that is not followed")
            return node
        if isinstance(node, COMPREHENSIONS):
            self.refuse_unknown(node)
            return self.around("whole", node)
        if isinstance(node, ast.Call):
            return self.around("value", self.called(node))
        if isinstance(node, EXPRESSIONS) and isinstance(getattr(node, "ctx", ast.Load()), ast.Load):
            if not any(isinstance(each, ast.Name) for each in ast.walk(node)):
                return node
            self.refuse_unknown(node, deep=False)
            if isinstance(node, ast.JoinedStr):
                return self.around("whole", node)
            inner = self.generic_visit(node)
            if isinstance(inner, ast.Subscript) and not isinstance(inner.slice, ast.Slice):
                inner = self.learned("item", [inner.value, index_of(inner.slice)])
            return self.around("value", inner)
        return super().visit(node)

    def visit_Expr(self, node):
        # `df.drop(..., inplace=True)`: what it does counts, not what it gives.
        node.value = self.called(node.value) if isinstance(node.value, ast.Call) else self.visit(node.value)
        return node

    def visit_For(self, node):
        node = self.generic_visit(node)
        node.iter = self.learned("items", [self.key(), node.iter])
        return node

    def visit_FunctionDef(self, node):
        node.body = [self.visit(each) for each in node.body]
        node.decorator_list = [*node.decorator_list, ast.Attribute(name("_learned"), "mark", ast.Load())]
        return node

    def called(self, node):
        self.refuse_unknown(node, deep=False)
        args = [self.visit(each) for each in node.args]
        keywords = [self.visit(each) for each in node.keywords]
        if isinstance(node.func, ast.Attribute):
            first = [self.key(), self.visit(node.func.value), ast.Constant(node.func.attr)]
            return self.learned("method", [*first, *args], keywords)
        if isinstance(node.func, ast.Name) and node.func.id == "super":
            self.refuse("it has a step of a kind that is not followed")
        return self.learned("call", [self.key(), self.visit(node.func), *args], keywords)

    def around(self, what, node):
        nothing = ast.arguments(posonlyargs=[], args=[], kwonlyargs=[], kw_defaults=[], defaults=[])
        made = self.learned(what, [self.key(), ast.Lambda(nothing, node)])
        return ast.copy_location(made, node)

    def key(self):
        self._count += 1
        return ast.Constant(self._count)

    @staticmethod
    def learned(what, args, keywords=()):
        return ast.Call(ast.Attribute(name("_learned"), what, ast.Load()), list(args), list(keywords))

    def refuse(self, why):
        self.why = self.why or why

    def refuse_unknown(self, node, deep=True):
        for each in ast.walk(node) if deep else [node, getattr(node, "func", node)]:
            word = each.attr if isinstance(each, ast.Attribute) else each.id if isinstance(each, ast.Name) else None
            if word in NOT_OF_ROWS:
                self.refuse(f"`{word}` depends on {NOT_OF_ROWS[word]}")


def name(text):
    return ast.Name(text, ast.Load())


def index_of(node):
    """`rows, columns` of a subscript as an expression of its own, with slices."""
    if isinstance(node, ast.Tuple):
        return ast.Tuple([index_of(each) for each in node.elts], ast.Load())
    if isinstance(node, ast.Slice):
        parts = [each or ast.Constant(None) for each in (node.lower, node.upper, node.step)]
        return ast.Call(name("slice"), parts, [])
    return node
