"""Key files: the bytes of Docs/protocol.md §8, the rules of a well-formed key (§9), and what follows from a key by §2 and §3."""
from collections import namedtuple

from py_ecc.optimized_bn128 import FQ2, b2, is_inf, is_on_curve, multiply

from primitives import Q, R, Reader, keccak256, require

MAX_DEGREE = 5
MASK_TAG = 0xFFFFFFFF
PREPROCESSED, ARGUMENT = 0, 255  # stages; 1 + p is advice of phase p
FIXED, SIGMA, ADVICE, HELPER, PHI, Z, PARTIAL = range(7)  # members of groups
CONSTANT, QUERY, CHALLENGE, FIRST_ROW, SUM, DIFFERENCE, PRODUCT = range(7)  # expression nodes
KIND_FIXED, KIND_ADVICE, KIND_INSTANCE = range(3)  # column kinds
ROLE_WITNESS, ROLE_FEED, ROLE_MULTIPLICITY, ROLE_MASK = range(4)

Advice = namedtuple("Advice", "name phase width role")
Interaction = namedtuple("Interaction", "name tag tuple multiplicity counter")
PublicInteraction = namedtuple("PublicInteraction", "tag terms multiplicity")
Group = namedtuple("Group", "stage table feed offsets members")


def root_of_unity(k):  # §1
    return pow(pow(5, (R - 1) >> 28, R), 1 << (28 - k), R)


class Table:
    def __init__(self, reader, number):
        self.number, self.name, self.k, self.blinding = number, reader.text(), reader.u32(), reader.u32()
        require(3 <= self.k <= 24 and 6 <= self.blinding <= (1 << self.k) - 2, "a table's height or blinding rows")
        self.n, self.omega = 1 << self.k, root_of_unity(self.k)
        self.usable = self.n - self.blinding - 1
        self.fixed = reader.list(reader.text, 4096)
        self.advice = reader.list(lambda: Advice(reader.text(), reader.u32(), reader.u8(), reader.u8()), 4096)
        self.instance = reader.list(reader.u32, 64)
        self.nodes = []
        for _ in range(reader.count(1 << 20)):
            self.nodes.append(self._node(reader))
        require(len(set(self.nodes)) == len(self.nodes), "an expression node stands twice")
        self.gates = reader.list(lambda: (reader.text(), self._reference(reader)), 1 << 16)
        self.interactions = reader.list(lambda: self._interaction(reader), 4096)
        self.permuted = reader.list(lambda: (reader.u8(), reader.u32()), 4096)

    def _reference(self, reader):
        node = reader.u32()
        require(node < len(self.nodes), "a node that does not stand before")
        return node

    def _node(self, reader):
        code = reader.u8()
        require(code <= PRODUCT, "an expression's code")
        if code == CONSTANT:
            return code, reader.scalar()
        if code == QUERY:
            return code, (reader.u8(), reader.u32(), reader.i32())
        if code == CHALLENGE:
            return code, reader.u32()
        return code, None if code == FIRST_ROW else (self._reference(reader), self._reference(reader))

    def _interaction(self, reader):
        name, tag, columns = reader.text(), reader.u32(), reader.list(lambda: self._reference(reader), 64)
        return Interaction(name, tag, columns, self._reference(reader), reader.i32())

    # §2, Bus

    def degrees(self):
        degrees = []
        for code, body in self.nodes:
            if code in (CONSTANT, CHALLENGE):
                degrees.append(0)
            elif code in (QUERY, FIRST_ROW):
                degrees.append(1)
            else:
                left, right = degrees[body[0]], degrees[body[1]]
                degrees.append(left + right if code == PRODUCT else max(left, right))
        return degrees

    def interaction_chunks(self):
        degrees, chunks = self.degrees(), []
        for interaction in self.interactions:
            if chunks and chunk_degree(degrees, chunks[-1] + [interaction]) <= MAX_DEGREE:
                chunks[-1].append(interaction)
            else:
                chunks.append([interaction])
        return chunks

    def permutation_chunks(self):
        columns = list(enumerate(self.permuted))
        return [columns[i : i + 3] for i in range(0, len(columns), 3)]

    def largest_degree(self):
        if self.permuted or self.interactions:
            return MAX_DEGREE
        degrees = self.degrees()
        return max([1] + [degrees[node] for _, node in self.gates])

    # §9

    def check(self, phases, challenges):
        def exists(kind, index):
            lists = (self.fixed, self.advice, self.instance)
            require(kind <= KIND_INSTANCE and index < len(lists[kind]), "a column that does not exist")

        require(all(length <= self.usable for length in self.instance), "an instance column longer than the usable rows")
        for column in self.advice:
            require(column.phase < phases and column.width <= 6 and column.role <= ROLE_MASK, "an advice column's description")
            require(column.role != ROLE_MASK or column.phase == phases - 1, "a mask column before the last phase")
            require(column.role != ROLE_FEED or column.phase == 0, "a feed column after phase 0")
        for code, body in self.nodes:
            if code == QUERY:
                kind, index, offset = body
                exists(kind, index)
                require(abs(offset) <= (0 if kind == KIND_INSTANCE else 1), "a row offset")
            require(code != CHALLENGE or body < challenges, "a challenge that does not exist")
        degrees = self.degrees()
        require(all(degrees[node] <= MAX_DEGREE for _, node in self.gates), "a gate's degree")
        for interaction in self.interactions:
            require(chunk_degree(degrees, [interaction]) <= MAX_DEGREE, "an interaction's degree")
            require(interaction.tag != 0, "the tag zero")
            require(interaction.tag != MASK_TAG or interaction.name.startswith("mask"), "the masks' tag")
            if interaction.counter != -1:
                require(0 <= interaction.counter < len(self.advice), "a column that does not exist")
                column = self.advice[interaction.counter]
                require(column.role == ROLE_MULTIPLICITY and column.phase == phases - 1, "a counter that is no multiplicity column")
        require(len(set(self.permuted)) == len(self.permuted), "a column is permuted twice")
        for kind, index in self.permuted:
            exists(kind, index)
        read = self.read_at()
        for member, columns in ((FIXED, self.fixed), (ADVICE, self.advice)):
            require(all((member, index) in read for index in range(len(columns))), "a column that nothing reads")

    def read_at(self):
        """The row offsets at which every polynomial of the table is opened."""
        read, live = {}, set()
        live.update(node for _, node in self.gates)
        for interaction in self.interactions:
            live.update(interaction.tuple + [interaction.multiplicity])
        for node in reversed(range(len(self.nodes))):
            code, body = self.nodes[node]
            if node in live and code in (SUM, DIFFERENCE, PRODUCT):
                live.update(body)
            if node in live and code == QUERY and body[0] != KIND_INSTANCE:
                read.setdefault((FIXED if body[0] == KIND_FIXED else ADVICE, body[1]), set()).add(body[2])
        for c, (kind, index) in enumerate(self.permuted):
            if kind != KIND_INSTANCE:
                read.setdefault((FIXED if kind == KIND_FIXED else ADVICE, index), set()).add(0)
            read[SIGMA, c] = {0}
        if self.permuted:
            read[Z, 0] = {0, 1}
            read.update({(PARTIAL, k): {0} for k in range(len(self.permutation_chunks()) - 1)})
        if self.interactions:
            read[PHI, 0] = {0, 1}
            read.update({(HELPER, i): {0} for i in range(len(self.interaction_chunks()) - 1)})
        return read


def chunk_degree(degrees, chunk):
    d = [max((degrees[node] for node in i.tuple), default=0) for i in chunk]
    m = [degrees[i.multiplicity] for i in chunk]
    return 1 + max([1 + sum(d)] + [m[i] + sum(d) - d[i] for i in range(len(chunk))])


class Key:
    def __init__(self, data):
        reader = Reader(data)
        require(reader.take(8) == b"ASSAYVK\x01", "not a key of version 1")
        self.tables = [Table(reader, i) for i in range(reader.count(64))]
        self.phase_challenges = reader.list(reader.u32, 7)
        self.phases = len(self.phase_challenges) + 1

        def term():
            kind = reader.u8()
            require(kind <= 1, "a public term's kind")
            return kind, reader.scalar() if kind == 0 else reader.u32()

        self.public_interactions = reader.list(
            lambda: PublicInteraction(reader.u32(), reader.list(term, 64), reader.i32()), 4096)
        self.t = reader.u32()
        self.groups = reader.list(lambda: self._group(reader), 8192)
        self.quotient_points = reader.u32()
        x1, x0, y1, y0 = (int.from_bytes(reader.take(32), "big") for _ in range(4))
        require(max(x0, x1, y0, y1) < Q, "[τ]₂ has a coordinate out of range")
        self.tau_g2 = FQ2([x0, x1]), FQ2([y0, y1]), FQ2.one()
        require(is_on_curve(self.tau_g2, b2) and is_inf(multiply(self.tau_g2, R)), "[τ]₂ is not in G₂")
        self.insecure = reader.u8()
        static_end = reader.at
        self.preprocessed = reader.list(lambda: reader.point(zero_allowed=True), 8192)
        program = data[static_end + 4 : reader.at]
        self.digest = keccak256(keccak256(data[:static_end]) + keccak256(program))  # §3
        require(reader.take(32) == self.digest, "the key's digest is another")
        reader.end()
        self._check()

    @staticmethod
    def _group(reader):
        stage, table, feed, offsets = reader.u8(), reader.u32(), reader.u8(), reader.list(reader.i32, 3)
        return Group(stage, table, feed, offsets, reader.list(lambda: (reader.u8(), reader.u32()), 8192))

    def of_stage(self, stage):
        return [group for group in self.groups if group.stage == stage]

    def public_input_count(self):
        return sum(sum(table.instance) for table in self.tables)

    def sums_sent(self):  # §5, line 2
        return bool(self.public_interactions) or sum(1 for table in self.tables if table.interactions) > 1

    def _check(self):  # §9
        require(self.tables and 1 <= self.t <= 4096, "no table, or t")
        require(all(count <= 64 for count in self.phase_challenges), "too many challenges")
        for table in self.tables:
            table.check(self.phases, sum(self.phase_challenges))
        for tag, terms, multiplicity in self.public_interactions:
            require(tag not in (0, MASK_TAG) and abs(multiplicity) <= 1 << 30, "a public interaction")
            require(all(kind == 0 or index < self.public_input_count() for kind, index in terms), "a public input's index")
        self._check_layout()
        require(self.insecure <= 1, "a flag")
        require(len(self.preprocessed) == len(self.of_stage(PREPROCESSED)), "the number of preprocessed points")

    def _check_layout(self):
        order = [group.stage for group in self.groups]
        require(order == sorted(order) and all(s <= self.phases or s == ARGUMENT for s in order), "the groups' stages")
        opened = {}
        for place, group in enumerate(self.groups):
            require(group.table < len(self.tables) and 1 <= len(group.members) <= self.t, "a group's table or size")
            require(group.feed <= 1, "a flag")
            table = self.tables[group.table]
            for member, index in group.members:
                require((group.table, member, index) not in opened, "a polynomial in two groups")
                opened[group.table, member, index] = set(group.offsets)
                stage = PREPROCESSED if member in (FIXED, SIGMA) else ARGUMENT
                if member == ADVICE:
                    require(index < len(table.advice), "a column that does not exist")
                    stage = 1 + table.advice[index].phase
                feed = member == ADVICE and table.advice[index].role == ROLE_FEED
                require(group.stage == stage and group.feed == feed, "a polynomial in a group of another stage")
            require(group.offsets == sorted(set(group.offsets)), "a group's offsets")
            before = self.groups[place - 1] if place else group
            require(not group.feed or before.feed or before.stage != group.stage, "a feed group after another")
        wanted = {(table.number, *name): offsets for table in self.tables for name, offsets in table.read_at().items()}
        require(
            opened.keys() == wanted.keys() and all(opened[name] >= offsets for name, offsets in wanted.items()),
            "the layout does not open what is read")
        d = max(table.largest_degree() * (table.n - 1) - table.n + 1 for table in self.tables)
        m = self.t * max(table.n for table in self.tables) - 1
        require(self.quotient_points == max(1, -(-d // m)), "the number of quotient points")
