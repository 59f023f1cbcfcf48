/* The text of a page's source at the speed of reading it: what crawler.peacekeeping.byte_scan searches for evidence.

Three passes over bytes of UTF-8, each from one buffer into another. None of them leaves out anything that a reader of
the page could take for text; where a reader may do one of two things, the text keeps a mark for both.

    markup    takes tags, comments and references out of HTML; what stands in attributes, comments and scripts comes apart
    unescape  undoes references and the escapes of JSON and scripts, however often they are nested
    fold      writes signs as the relevance rules fold them, by a table made of the rules' own folding; where a mark
              stands, the words around it are written in both ways

Input is hostile: every read is bounded by the end of the source, every write by a capacity that the passes cannot
exceed, said where it is allocated. */

#define _GNU_SOURCE /* memmem */
#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include <string.h>
#ifdef __SSE2__  /* every x86-64 has it */
#include <emmintrin.h>
#endif

typedef unsigned char byte;

/* Marks in a text, of signs that no page keeps: within a line markup stood here; a reader may leave out what is between
   these two. Between pieces that stand apart: a byte that is in no UTF-8. */
enum { JOINT = 0x1f, HIDES = 0x1d, SHOWS = 0x1e, PIECE = 0xff };

/* What markup and unescape tell of a source. */
enum { CONTROLS = 1, MADE_MARKUP = 2, MADE_ESCAPES = 4 };
/* What fold tells of a text, and its ways to read the marks. */
enum { DOUBTFUL = 1, HIDDEN = 2 };
enum { JOINED = 0, APART = 1, SHOWN = 2 };

/* Bytes up to which a script is no data but by its type; signs, blanks not counted, before the value that a script gives
   to a name (crawler.extraction.embedded). */
#define SHORTEST_DATA 500
#define MOST_BEFORE_DATA 200

/* Elements: crawler.extraction.elements says which name is of which kind. */
enum { UNKNOWN, BLOCK, INLINE, VOID, SKIPPED, RAW };

/* -------------------------------------------------------------------------------------------------------- buffers */

typedef struct { byte *at; size_t size; } Buffer;
enum { WHOLE, TEXT, REST, ASIDE, UNDONE, TWICE, PLAIN_REST, FOUND, PLACES, BUFFERS };
typedef struct { Buffer of[BUFFERS]; } Room;

/* What a call used, for the next one: memory asked of the system anew for each page took a tenth of the time. */
static Room spare;
static int spare_is_here = 1;
#define MOST_KEPT (16u << 20)

/* Room for so many bytes, of which the first ones are kept; 0 where there is no memory. Called without the GIL. */
static int need(Buffer *buffer, size_t size, size_t kept) {
    if (size <= buffer->size) return 1;
    size += size / 4;
    byte *more = PyMem_RawMalloc(size);
    if (more == NULL) return 0;
    if (kept) memcpy(more, buffer->at, kept);
    PyMem_RawFree(buffer->at);
    buffer->at = more, buffer->size = size;
    return 1;
}

static Room take_room(void) {
    Room room = {0};
    if (spare_is_here) room = spare, spare_is_here = 0, memset(&spare, 0, sizeof spare);
    return room;
}

static void give_back(Room room) {
    size_t all = 0;
    for (int i = 0; i < BUFFERS; i++) all += room.of[i].size;
    if (!spare_is_here && all <= MOST_KEPT) { spare = room, spare_is_here = 1; return; }
    for (int i = 0; i < BUFFERS; i++) PyMem_RawFree(room.of[i].at);
    spare_is_here = 1;
}

/* ------------------------------------------------------------------------------------------------ tables of names */

#define KINDS 512
#define SLOTS 8192
#define LONGEST_NAME 40
typedef struct { byte name[LONGEST_NAME]; byte length, size, value[8]; } Slot;
static Slot elements[KINDS], references[SLOTS];

static unsigned hash(const byte *name, Py_ssize_t length) {
    unsigned found = 2166136261u;
    for (Py_ssize_t i = 0; i < length; i++) found = (found ^ name[i]) * 16777619u;
    return found ^ (found >> 15);
}

static Slot *slot_of(Slot *slots, unsigned count, const byte *name, Py_ssize_t length) {
    unsigned at = hash(name, length) & (count - 1);
    while (slots[at].length && (slots[at].length != length || memcmp(slots[at].name, name, length)))
        at = (at + 1) & (count - 1);
    return slots + at;
}

static int fill(Slot *slots, unsigned count, PyObject *table) {
    PyObject *name, *value;
    Py_ssize_t at = 0;
    if (PyDict_Size(table) * 2 > (Py_ssize_t)count) { PyErr_SetString(PyExc_ValueError, "too many names"); return -1; }
    memset(slots, 0, count * sizeof(Slot));
    while (PyDict_Next(table, &at, &name, &value)) {
        if (!PyBytes_Check(name) || !PyBytes_Check(value) || PyBytes_GET_SIZE(name) > LONGEST_NAME
            || !PyBytes_GET_SIZE(name) || PyBytes_GET_SIZE(value) > 8) {
            PyErr_SetString(PyExc_ValueError, "a name or a value is too long");
            return -1;
        }
        Slot *slot = slot_of(slots, count, (byte *)PyBytes_AS_STRING(name), PyBytes_GET_SIZE(name));
        slot->length = (byte)PyBytes_GET_SIZE(name), slot->size = (byte)PyBytes_GET_SIZE(value);
        memcpy(slot->name, PyBytes_AS_STRING(name), slot->length);
        memcpy(slot->value, PyBytes_AS_STRING(value), slot->size);
    }
    return 0;
}

/* --------------------------------------------------------------------------------------------------- small pieces */

static inline byte lower(byte c) { return c >= 'A' && c <= 'Z' ? c | 32 : c; }
static inline int is_letter(byte c) { return (byte)((c | 32) - 'a') < 26; }
static inline int is_digit(byte c) { return (byte)(c - '0') < 10; }
static inline int is_word(byte c) { return is_letter(c) || is_digit(c); }
static inline int is_control(byte c) { return (c < 32 && !(c == '\t' || c == '\n' || c == '\r')) || c == 127; }
static inline int hex_of(byte c) {
    return is_digit(c) ? c - '0' : (byte)((c | 32) - 'a') < 6 ? (c | 32) - 'a' + 10 : -1;
}

/* Eight bytes at once: the high bit of those that are n (ARE: perhaps of more where there is one), and of those below. */
typedef unsigned long long eight;
#define EACH(n) (0x0101010101010101ull * (n))
#define HIGH EACH(0x80)
#define ARE(x, n) ((((x) ^ EACH(n)) - EACH(1)) & ~((x) ^ EACH(n)) & HIGH)
#define EXACTLY(x, n) (~(((((x) ^ EACH(n)) & ~HIGH) + ~HIGH) | ((x) ^ EACH(n)) | ~HIGH))
#define BELOW(x, n) (((x) - EACH(n)) & ~(x) & HIGH)
static inline eight eight_at(const byte *at) { eight found; memcpy(&found, at, 8); return found; }

/* The letters of ASCII in lower case. */
static inline eight lowered(eight x) {
    eight plain = x & ~HIGH, from_a = plain + EACH(0x80 - 'A'), behind_z = plain + EACH(0x80 - 'Z' - 1);
    return x | (from_a & ~behind_z & ~x & HIGH) >> 2;
}

/* Names of elements of at most eight bytes, which nearly all have: found by these at once. */
static struct { eight name; byte length, kind; } short_elements[KINDS];

static inline unsigned short_slot(eight name) {
    unsigned at = (unsigned)(name * 0x9E3779B97F4A7C15ull >> 32) & (KINDS - 1);
    while (short_elements[at].name && short_elements[at].name != name) at = (at + 1) & (KINDS - 1);
    return at;
}

/* The first bytes of a name, at most eight, in lower case. */
static inline eight short_name(const byte *at, const byte *end, Py_ssize_t length) {
    eight name = 0;
#if defined(__BYTE_ORDER__) && __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
    if (end - at >= 8) return lowered(eight_at(at) & (length < 8 ? (1ull << 8 * length) - 1 : ~0ull));
#endif
    (void)end;
    memcpy(&name, at, (size_t)length);
    return lowered(name);
}

static void fill_short(void) {
    memset(short_elements, 0, sizeof short_elements);
    for (int i = 0; i < KINDS; i++) {
        if (!elements[i].length || elements[i].length > 8) continue;
        eight name = short_name(elements[i].name, elements[i].name + LONGEST_NAME, elements[i].length);
        unsigned at = short_slot(name);
        short_elements[at].name = name, short_elements[at].length = elements[i].length;
        short_elements[at].kind = elements[i].value[0];
    }
}

/* Of a byte: a control; of interest to markup, to unescape; the end of the name of a tag, of an attribute, of a value
   without quotes; white space. */
enum { CONTROL = 1, TO_MARKUP = 2, TO_UNESCAPE = 4, ENDS_TAG = 8, ENDS_NAME = 16, ENDS_VALUE = 32, IS_BLANK = 64 };
static byte of_interest[256];
static byte ones[256];  /* bits that are set */
static inline int is_blank(byte c) { return of_interest[c] & IS_BLANK; }

/* Sixteen bytes at once, a bit for each. */
#ifdef __SSE2__
typedef __m128i sixteen;
static inline sixteen sixteen_at(const byte *at) { return _mm_loadu_si128((const __m128i *)(const void *)at); }
static inline sixteen each_is(sixteen x, byte n) { return _mm_cmpeq_epi8(x, _mm_set1_epi8((char)n)); }
static inline sixteen either(sixteen x, sixteen y) { return _mm_or_si128(x, y); }
static inline unsigned bits(sixteen x) { return (unsigned)_mm_movemask_epi8(x); }
static inline sixteen each_below_32(sixteen x) { return _mm_cmpeq_epi8(_mm_min_epu8(x, _mm_set1_epi8(31)), x); }
#endif

#ifdef __SSE2__
#define SIXTEEN 1
#else
#define SIXTEEN 0
#endif

/* Copies bytes up to a control, '&' or another one; of: the interest in these. Writes up to 15 bytes behind them. */
static inline const byte *copy_until(const byte *at, const byte *end, byte **out, byte other, byte of) {
    byte *to = *out;
#ifdef __SSE2__
    for (; end - at >= 16; at += 16, to += 16) {
        sixteen x = sixteen_at(at), blank = either(either(each_is(x, '\n'), each_is(x, '\t')), each_is(x, '\r'));
        unsigned stop = bits(either(either(each_is(x, '&'), each_is(x, other)),
                                    either(each_is(x, 127), _mm_andnot_si128(blank, each_below_32(x)))));
        _mm_storeu_si128((__m128i *)(void *)to, x);
        if (stop) {
            *out = to + __builtin_ctz(stop);
            return at + __builtin_ctz(stop);
        }
    }
#else
    for (; end - at >= 8; at += 8, to += 8) {
        eight x = eight_at(at);
        if (ARE(x, other) | ARE(x, '&') | BELOW(x, 32) | ARE(x, 127)) break;
        memcpy(to, at, 8);
    }
#endif
    while (at < end && !(of_interest[*at] & of)) *to++ = *at++;
    *out = to;
    return at;
}

static byte *put_sign(byte *out, unsigned code) {
    if (code < 0x80) *out++ = (byte)code;
    else if (code < 0x800) *out++ = 0xC0 | code >> 6, *out++ = 0x80 | (code & 63);
    else if (code < 0x10000) *out++ = 0xE0 | code >> 12, *out++ = 0x80 | (code >> 6 & 63), *out++ = 0x80 | (code & 63);
    else *out++ = 0xF0 | code >> 18, *out++ = 0x80 | (code >> 12 & 63), *out++ = 0x80 | (code >> 6 & 63), *out++ = 0x80 | (code & 63);
    return out;
}

/* The names that numbers from 128 to 159 have had since windows-1252 (WHATWG HTML, numeric character reference end). */
static const unsigned short WINDOWS[32] = {
    0x20AC, 0, 0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160, 0x2039, 0x0152, 0, 0x017D, 0,
    0, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0, 0x017E, 0x0178,
};

/* A reference at *source, which is at '&'; writes at most 8 bytes, or '&' where there is none. References of references
   (&amp;eacute;) are undone, as some readers do. */
static byte *put_reference(const byte **source, const byte *end, byte *out) {
    const byte *at = *source + 1, *name;
    while (end - at >= 4 && !memcmp(at, "amp;", 4)) at += 4;
    name = at;
    if (at < end && *at == '#') {
        unsigned code = 0;
        int digits = 0, value;
        at++;
        if (at < end && (*at | 32) == 'x') {
            for (at++; at < end && (value = hex_of(*at)) >= 0; at++, digits++) if (code < 0x110000) code = code * 16 + value;
        } else
            for (; at < end && is_digit(*at); at++, digits++) if (code < 0x110000) code = code * 10 + *at - '0';
        if (digits) {
            if (at < end && *at == ';') at++;
            *source = at;
            if (code >= 128 && code < 160) code = WINDOWS[code - 128];
            if (code > 0x10FFFF || (code >= 0xD800 && code < 0xE000)) code = 0xFFFD;
            return code < 128 && is_control((byte)code) ? out : put_sign(out, code);
        }
    } else {
        Py_ssize_t length = 0;
        while (length < LONGEST_NAME - 1 && name + length < end && is_word(name[length])) length++;
        if (name + length < end && name[length] == ';') length++;
        for (; length >= 2; length--) {
            Slot *slot = slot_of(references, SLOTS, name, length);
            if (slot->length) {
                *source = name + length;
                memcpy(out, slot->value, slot->size);
                return out + slot->size;
            }
        }
    }
    *out = '&';
    *source = name;
    return out + 1;
}

/* ---------------------------------------------------------------------------------------------------------- markup */

typedef struct {
    const byte *at, *end;
    byte *text, *rest;
    byte *aside;                  /* where text goes on that is none of this line; swapped with text within a region */
    int flags, nested;            /* nested: the source is what stood in a script or an attribute */
    int hides, depth, region;     /* hides: the tag read last; region: kind of the element that is left out */
    byte leaving[LONGEST_NAME];   /* its name */
    Py_ssize_t leaving_length;
} Markup;

/* The text begins with a line end, so there is always a byte before. */
static inline void line(Markup *m) { if (m->text[-1] != '\n') *m->text++ = '\n'; }
static inline void joint(Markup *m) { if (m->text[-1] != JOINT && !is_blank(m->text[-1])) *m->text++ = JOINT; }

static void apart(Markup *m, const byte *start, const byte *end) {
    if (end > start) memcpy(m->rest, start, end - start), m->rest += end - start;
    *m->rest++ = PIECE;
}

/* What an attribute of this name says: text; an address or a name, which is none; or styles, which are none either. */
enum { SAYS, NAMES, STYLES };
static int says(const byte *name, Py_ssize_t length) {
    Py_ssize_t from = length;
    byte low[8];
    while (from && name[from - 1] != '-' && name[from - 1] != ':') from--;
    name += from, length -= from;
    if (length > 6 || length < 2) return SAYS;
    for (Py_ssize_t i = 0; i < length; i++) low[i] = lower(name[i]);
    switch (length) {
        case 2: return memcmp(low, "id", 2) ? SAYS : NAMES;
        case 3: return memcmp(low, "src", 3) ? SAYS : NAMES;
        case 4: return memcmp(low, "href", 4) ? SAYS : NAMES;
        case 5: return memcmp(low, "class", 5) && memcmp(low, "style", 5) ? SAYS : STYLES;
        default: return memcmp(low, "srcset", 6) && memcmp(low, "action", 6) && memcmp(low, "poster", 6) ? SAYS : NAMES;
    }
}

/* Whether a name is one that pages give to attributes, and so no text. */
static int is_usual(const byte *name, Py_ssize_t length) {
    for (Py_ssize_t i = 0; i < length; i++)
        if (!(name[i] >= 'a' && name[i] <= 'z') && !is_digit(name[i]) && name[i] != '-' && name[i] != '_' && name[i] != ':') return 0;
    return 1;
}

static int begins(const byte *at, const byte *end, const char *word, Py_ssize_t length) {
    if (end - at < length) return 0;
    for (Py_ssize_t i = 0; i < length; i++) if (lower(at[i]) != (byte)word[i]) return 0;
    return 1;
}

/* Whether names of styles may keep their element from being seen (crawler.extraction.regions: display:none, hidden,
   sr-only, screen-reader-text, assistive-text and the like), by three letters of each. */
#define THREE(a, b, c) ((unsigned)(a) << 16 | (unsigned)(b) << 8 | (unsigned)(c))
static int may_hide(const byte *at, const byte *end) {
    unsigned three = 0;
    int found = 0;
#ifdef __SSE2__
    for (; end - at >= 18; at += 16) {
        const sixteen small = _mm_set1_epi8(32);
        sixteen x = either(sixteen_at(at), small), y = either(sixteen_at(at + 1), small), z = either(sixteen_at(at + 2), small);
#define THREES(a, b, c) _mm_and_si128(each_is(x, a), _mm_and_si128(each_is(y, b), each_is(z, c)))
        if (bits(either(either(either(THREES('h', 'i', 'd'), THREES('n', 'o', 'n')), THREES('s', 'r', '-')),
                        either(THREES('s', 'c', 'r'), THREES('a', 's', 's'))))) return 1;
    }
#endif
    for (; at < end; at++) {
        three = (three << 8 | (*at | 32)) & 0xFFFFFF;
        found |= (three == THREE('h', 'i', 'd')) | (three == THREE('n', 'o', 'n')) | (three == THREE('s', 'r', '-'))
               | (three == THREE('s', 'c', 'r')) | (three == THREE('a', 's', 's'));
    }
    return found;
}

/* The end of a value in quotes, NULL where there is none. angles: whether one stands in it. */
static const byte *end_of_value(const byte *at, const byte *end, byte quote, int *angles) {
#ifdef __SSE2__
    for (; end - at >= 16; at += 16) {
        sixteen x = sixteen_at(at);
        unsigned quotes = bits(each_is(x, quote)), angled = bits(either(each_is(x, '<'), each_is(x, '>')));
        *angles |= (angled & ((quotes & -quotes) - 1)) != 0;  /* those before the first quote */
        if (quotes) return at + __builtin_ctz(quotes);
    }
#endif
    for (; end - at >= 8; at += 8) {
        eight x = eight_at(at);
        if (ARE(x, quote)) break;
        *angles |= (ARE(x, '<') | ARE(x, '>')) != 0;
    }
    for (; at < end && *at != quote; at++) *angles |= *at == '<' || *at == '>';
    return at < end ? at : NULL;
}

/* The attributes of a tag, from behind its name; puts apart what they say; returns the place behind the tag. */
static const byte *attributes(Markup *m, const byte *at, int may_be_left_out) {
    const byte *end = m->end;
    while (at < end) {
        while (at < end && (is_blank(*at) || *at == '/')) at++;
        if (at >= end || *at == '>') break;
        const byte *name = at, *value, *stop;
        at++;
        while (at < end && !(of_interest[*at] & ENDS_NAME)) at++;
        Py_ssize_t length = at - name;
        while (at < end && is_blank(*at)) at++;
        if (at >= end || *at != '=') {
            if (length >= 6 && begins(name, end, "hidden", 6)) m->hides = 1;
            if (m->nested || !is_usual(name, length)) apart(m, name, name + length);
            continue;
        }
        at++;
        while (at < end && is_blank(*at)) at++;
        int angles = 0;
        if (at < end && (*at == '"' || *at == '\'')) {
            value = at + 1;
            stop = end_of_value(value, end, *at, &angles);
            if (stop == NULL) {  /* no reader knows where this tag ends: as early as may be */
                stop = memchr(value, '>', end - value);
                at = stop = stop == NULL ? end : stop;
            } else
                at = stop + 1;
        } else {
            value = at;
            while (at < end && !(of_interest[*at] & ENDS_VALUE)) angles |= *at == '<', at++;
            stop = at;
        }
        int what = says(name, length);
        if (what == STYLES && may_be_left_out && !m->hides) m->hides = may_hide(value, stop);
        else if (what == SAYS && length >= 6 && begins(name, end, "hidden", 6)) m->hides = 1;
        if (what != SAYS && !angles) continue;
        if (m->nested || !is_usual(name, length)) apart(m, name, name + length);
        apart(m, value, stop);
    }
    return at < end ? at + 1 : end;
}

/* The end tag of an element of which all content is raw; the end of the source where there is none. nests: whether a
   comment and a script begin in it, so that a reader may go on behind that tag (WHATWG HTML, script data escaped). */
static const byte *end_of_raw(const byte *at, const byte *end, const byte *name, Py_ssize_t length, int *nests) {
    int comments = 0;
    while ((at = memchr(at, '<', end - at)) != NULL) {
        byte next = end - at > 1 ? at[1] : 0;
        if (next == '/' && end - at > length + 2 && begins(at + 2, end, (const char *)name, length)
            && (is_blank(at[2 + length]) || at[2 + length] == '>' || at[2 + length] == '/'))
            return at;
        if (next == '!') comments |= begins(at, end, "<!--", 4);
        else if (comments && (next | 32) == 's') *nests |= begins(at, end, "<script", 7);
        at++;
    }
    return end;
}

/* Whether a value of JSON may begin at a brace or bracket. */
static int begins_value(const byte *at, const byte *end) {
    byte opened = *at++;
    while (at < end && (is_blank(*at) || is_control(*at))) at++;
    if (at >= end) return 0;
    if (*at == '"' || *at >= 0x80) return 1;
    if (opened == '{') return *at == '}';
    return *at == '{' || *at == '[' || *at == ']' || *at == '-' || is_digit(*at) || *at == 't' || *at == 'f' || *at == 'n';
}

/* Whether a reader may take the content of a script for data (crawler.extraction.embedded, .jsonld): its type says so,
   it begins with a value or gives one to a name, or it hands over pieces of a stream. */
static int is_data(const byte *tag, const byte *at, const byte *end) {
    int seen = 0, gives = 0;
    for (const byte *c = tag; c < at; c++) if ((*c | 32) == 'j' && begins(c, at, "json", 4)) return 1;
    if (end - at <= SHORTEST_DATA) return 0;
    for (const byte *c = at; c < end && seen < MOST_BEFORE_DATA; c++) {
        if (is_blank(*c) || is_control(*c) || *c >= 0x80) continue;
        if ((*c == '{' || *c == '[') && (gives || !seen) && begins_value(c, end)) return 1;
        gives = *c == '=', seen++;
    }
    return memmem(at, end - at, "__next_f", 8) != NULL;
}

static void swap(Markup *m) { byte *other = m->aside; m->aside = m->text, m->text = other; }

/* The element that is left out begins, or ends. */
static void leave(Markup *m, int kind, const byte *name, Py_ssize_t length) {
    joint(m);
    m->region = kind, m->depth = 1, m->leaving_length = length;
    memcpy(m->leaving, name, length);
    if (kind == SKIPPED) swap(m), line(m);
    else *m->text++ = HIDES;
}

static void come_back(Markup *m) {
    if (m->region == SKIPPED) swap(m);
    else *m->text++ = SHOWS;
    m->region = 0;
}

/* A tag at m->at, which is at '<' before a letter or '/' and a letter. */
static void tag(Markup *m) {
    const byte *start = m->at, *end = m->end, *from = start + 1 + (start[1] == '/'), *at = from;
    byte name[LONGEST_NAME];
    int closing = start[1] == '/', kind = UNKNOWN;
    while (at < end && !(of_interest[*at] & ENDS_TAG)) at++;
    Py_ssize_t length = at - from;
    if (length <= 8) {
        eight low = short_name(from, end, length);
        memcpy(name, &low, 8);
        unsigned slot = short_slot(low);
        if (short_elements[slot].length == length) kind = short_elements[slot].kind;  /* else it ends with NUL */
    } else if (length < LONGEST_NAME) {
        for (Py_ssize_t i = 0; i < length; i++) name[i] = lower(from[i]);
        Slot *slot = slot_of(elements, KINDS, name, length);
        if (slot->length) kind = slot->value[0];
    }
    if (kind == UNKNOWN) apart(m, from, at);
    m->hides = 0;
    m->at = attributes(m, at, kind == INLINE && !closing && !m->region);
    int same = m->region && length == m->leaving_length && !memcmp(name, m->leaving, length);
    if (kind == UNKNOWN || kind == BLOCK) {
        if (m->region == INLINE) come_back(m);
        line(m);
        return;
    }
    if (kind == VOID) { joint(m); return; }
    if (kind == RAW) {
        joint(m);
        if (closing) return;
        int nests = 0;
        const byte *content = m->at, *stop = end_of_raw(content, end, name, length, &nests);
        if (length == 5 ? memcmp(name, "style", 5) : length != 6 || memcmp(name, "script", 6) || nests || is_data(at, content, stop))
            apart(m, content, stop);
        m->at = stop;
        return;
    }
    if (same) {
        m->depth += closing ? -1 : 1;
        if (!m->depth) come_back(m);
    } else if (!closing && !m->region && (kind == SKIPPED || m->hides))
        leave(m, kind, name, length);
    joint(m);
}

/* A comment, a declaration or an instruction at m->at; it stands within a line as if it were not there. */
static void comment(Markup *m) {
    const byte *from = m->at + 2, *stop;
    if (m->end - from >= 7 && !memcmp(from, "[CDATA[", 7)) { m->at = from + 7; joint(m); return; }
    if (m->end - from >= 2 && from[0] == '-' && from[1] == '-') {
        from += 2;
        for (stop = from - 2; (stop = memchr(stop, '>', m->end - stop)) != NULL; stop++) {
            if (stop == from || (stop == from + 1 && stop[-1] == '-')) break;  /* <!--> and <!---> */
            if (stop >= from + 2 && stop[-1] == '-' && stop[-2] == '-') break;
            if (stop >= from + 3 && stop[-1] == '!' && stop[-2] == '-' && stop[-3] == '-') break;
        }
    } else
        stop = memchr(from, '>', m->end - from);
    if (stop == NULL) stop = m->end;
    joint(m);
    apart(m, from, stop);
    m->at = stop < m->end ? stop + 1 : m->end;
}

/* Reads a page, or a piece of what stood apart. Text and rest go on where they are; aside is of twice its size. */
static void markup(Markup *m, const byte *at, const byte *end, byte *aside) {
    m->at = at, m->end = end, m->region = 0, m->aside = aside;
    *m->aside++ = '\n';
    *m->text++ = '\n';
    while (m->at < m->end) {
        m->at = copy_until(m->at, m->end, &m->text, '<', CONTROL | TO_MARKUP);
        if (m->at >= m->end) break;
        byte c = *m->at;
        if (c == '&') {
            byte *before = m->text;
            m->text = put_reference(&m->at, m->end, m->text);
            if (m->text > before && *before == '<') m->flags |= MADE_MARKUP;
        } else if (c != '<') {
            m->flags |= CONTROLS, m->at++;
        } else {
            byte next = m->at + 1 < m->end ? m->at[1] : 0;
            if (is_letter(next) || (next == '/' && m->at + 2 < m->end && is_letter(m->at[2]))) tag(m);
            else if (next == '!' || next == '?' || (next == '/' && m->at + 2 < m->end)) comment(m);
            else *m->text++ = c, m->at++;
        }
    }
    if (m->region) come_back(m);
    memcpy(m->text, aside, m->aside - aside), m->text += m->aside - aside;
}

/* -------------------------------------------------------------------------------------------------------- unescape */

static int four_hex(const byte *at, const byte *end) {
    int code = 0;
    if (end - at < 4) return -1;
    for (int i = 0; i < 4; i++) {
        int value = hex_of(at[i]);
        if (value < 0) return -1;
        code = code * 16 + value;
    }
    return code;
}

/* An escape at *source, which is at a backslash, and at as many more as stand there; writes at most four bytes. */
static byte *put_escape(const byte **source, const byte *end, byte *out, int *flags) {
    const byte *at = *source;
    int code = -1;
    while (at < end && *at == '\\') at++;
    *source = at;
    if (at >= end) return out;
    switch (*at) {
        case 'n': case 'r': *out = '\n'; break;
        case 't': case 'f': case 'v': *out = ' '; break;
        case 'b': (*source)++; return out;
        case 'x':
            if (end - at < 3 || hex_of(at[1]) < 0 || hex_of(at[2]) < 0) return out;
            code = hex_of(at[1]) * 16 + hex_of(at[2]);
            *source = at + 3;
            break;
        case 'u':
            if ((code = four_hex(at + 1, end)) < 0) return out;
            *source = at += 5;
            if (code >= 0xD800 && code < 0xDC00) {
                while (at < end && *at == '\\') at++;
                int low = at < end && *at == 'u' ? four_hex(at + 1, end) : -1;
                if (low >= 0xDC00 && low < 0xE000) code = 0x10000 + ((code - 0xD800) << 10) + low - 0xDC00, *source = at + 5;
            }
            if (code >= 0xD800 && code < 0xE000) code = 0xFFFD;
            break;
        default: return out;  /* the sign itself, which may begin a reference */
    }
    if (code < 0) { (*source)++; return out + 1; }
    if (code < 128 && is_control((byte)code)) return out;
    if (code == '&' || code == '\\') *flags |= MADE_ESCAPES;
    return put_sign(out, (unsigned)code);
}

/* Undoes what is written otherwise; returns the end of what it wrote. */
static byte *unescape(const byte *at, const byte *end, byte *out, int *flags) {
    while (at < end) {
        at = copy_until(at, end, &out, '\\', CONTROL | TO_UNESCAPE);
        if (at >= end) break;
        byte c = *at;
        if (c == '&') {
            byte *before = out;
            out = put_reference(&at, end, out);
            if (out > before && *before == '\\') *flags |= MADE_ESCAPES;
        } else if (c == '\\')
            out = put_escape(&at, end, out, flags);
        else
            at++;
    }
    return out;
}

/* Whether a reader may find a tag or a comment in it. */
static int has_markup(const byte *at, const byte *end) {
    while ((at = memchr(at, '<', end - at)) != NULL && ++at < end)
        if (is_letter(*at) || *at == '/' || *at == '!' || *at == '?') return 1;
    return 0;
}

/* ------------------------------------------------------------------------------------------------------------ fold */

/* A table of signs: two bytes for each code point give the number of what it folds to (0: itself; 1: itself, which is
   written without spaces); then, from LIMIT * 2 on, 12 bytes for each number from 2: length, kind, up to 10 bytes. */
#define LIMIT 0x30000
#define ENTRY 12
enum { PLAIN, UNSPACED, BLANK, EITHER };

/* A place in a text that is folded: a GAP between words; a DOUBT, where two letters may or may not be apart; an OUT,
   behind which a reader may leave something out. words: of the text before it, what may be left out not counted. */
enum { GAP, DOUBT, OUT };
typedef struct { size_t at, words; int kind; } Place;
#define MOST_PLACES (1 << 16)
#define BETWEEN_GAPS 40

/* space, broken: blanks since the last sign, a line break among them; joint: a mark, directly behind a letter. text: what
   is folded; places: where something is noted of it, NULL where nothing is. words, spaced: as of a Place, and whether the
   next space stood in what may be left out; left_out: words before that, and whether it is going on. */
typedef struct {
    byte *start, *out;
    const byte *text;
    int space, broken, joint, unspaced, way, told, spaced, leaving;
    size_t words, left_out, count;
    Place *places;
    byte *gap;
} Fold;

static void note(Fold *f, const byte *at, int kind) {
    if (f->places == NULL) return;
    if (f->count < MOST_PLACES) f->places[f->count] = (Place){(size_t)(at - f->text), f->words, kind};
    f->count++;
}

static inline void note_gap(Fold *f, const byte *at) {
    if (f->out - f->gap < BETWEEN_GAPS || f->leaving) return;
    f->gap = f->out;
    note(f, at, GAP);
}

static void mark(Fold *f) {
    f->joint = !f->space && f->out > f->start && (f->out[-1] >= 0x80 || is_word(f->out[-1]));
    if (f->way == APART) f->space = 1;
}

/* What a reader may leave out begins at a mark, or ends. */
static void leave_out(Fold *f, const byte *at) {
    f->told |= HIDDEN;
    note(f, at, OUT);
    if (!f->leaving) f->left_out = f->words, f->leaving = 1;
}

static void take_in(Fold *f) {
    if (f->leaving) f->words = f->left_out, f->leaving = 0, f->spaced = f->space;
}

/* One sign, at a place of the text. */
static void put(Fold *f, const byte *at, const byte *sign, Py_ssize_t length, int unspaced) {
    if (f->joint && (*sign >= 0x80 || is_word(*sign))) f->told |= DOUBTFUL, note(f, at, DOUBT);
    f->joint = 0;
    if (f->space) {
        if (f->broken && unspaced && f->unspaced) {  /* a line break between signs of Chinese is none of the text */
            f->told |= DOUBTFUL, note(f, at, DOUBT);
            if (f->way == APART) *f->out++ = ' ';
        } else if (f->out == f->start || f->out[-1] != ' ')
            *f->out++ = ' ', f->words += !f->spaced;
        f->space = f->broken = f->spaced = 0;
    }
    while (length--) *f->out++ = *sign++;
    f->unspaced = unspaced;
}

static int is_capital(byte c) { return c >= 'A' && c <= 'Z'; }

/* Full stops between capitals that stand one by one: U.N. is UN. Returns the end. start: behind a space. */
static byte *without_dots(byte *start, byte *end) {
    byte *to = start, *from = start, *dot = start;
    while (end - dot > 3 && (dot = memchr(dot, '.', end - dot - 3)) != NULL) {
        if (dot - from < 2 || !is_capital(dot[-1]) || is_word(dot[-2]) || !is_capital(dot[1]) || dot[2] != '.') { dot++; continue; }
        memmove(to, from, dot - from), to += dot - from;
        while (end - dot > 2 && is_capital(dot[1]) && dot[2] == '.') *to++ = dot[1], dot += 2;
        from = ++dot;
    }
    memmove(to, from, end - from);
    return to + (end - from);
}

/* One sign of several bytes. entries: bytes of the pool. */
static void fold_sign(Fold *f, const byte *sign, int length, unsigned number, const byte *pool, Py_ssize_t entries) {
    if (number < 2) { put(f, sign, sign, length, (int)number); return; }
    if ((Py_ssize_t)(number - 1) * ENTRY > entries) return;
    const byte *entry = pool + (number - 2) * ENTRY;
    if (entry[1] == BLANK) f->space = 1, f->joint = 0;
    else if (entry[1] == EITHER) mark(f);
    else if (entry[0] && entry[0] <= ENTRY - 2) put(f, sign, entry + 2, entry[0], entry[1] == UNSPACED);
}

/* numbers, pool: of signs; words: one more than any form has. */
typedef struct { const byte *numbers, *pool; Py_ssize_t entries; size_t words; } Table;

/* Signs of several bytes up to one of ASCII or a PIECE; returns the place behind them. Where no blank and no mark stands
   before a sign, which is nearly always, nothing but the sign is to be written. */
static const byte *fold_signs(Fold *f, const Table *table, const byte *at, const byte *end) {
    while (at < end && *at >= 0x80 && *at != PIECE) {
        byte c = *at;
        int more = c < 0xC0 ? 0 : c < 0xE0 ? 1 : c < 0xF0 ? 2 : 3;
        unsigned code = more == 3 ? c & 7 : more == 2 ? c & 15 : c & 31, number;
        if (end - at <= more) return end;
        for (int i = 1; i <= more; i++) code = code << 6 | (at[i] & 63);
        number = code < LIMIT ? table->numbers[2 * code] | table->numbers[2 * code + 1] << 8 : 0;
        if (number < 2 && !f->space && !f->joint && end - at >= 4) {
            memcpy(f->out, at, 4);
            f->out += more + 1, f->unspaced = (int)number;
        } else
            fold_sign(f, at, more + 1, number, table->pool, table->entries);
        at += more + 1;
    }
    return at;
}

/* The place behind white space. lines: whether a line ends in it. */
static inline const byte *behind_blanks(const byte *at, const byte *end, int *lines) {
#ifdef __SSE2__
    for (; end - at >= 16; at += 16) {
        sixteen x = sixteen_at(at), breaks = each_is(x, '\n');
        sixteen blank = either(either(breaks, each_is(x, ' ')), either(each_is(x, '\t'), either(each_is(x, '\r'), each_is(x, '\f'))));
        unsigned others = ~bits(blank) & 0xFFFF, before = others ? (others & -others) - 1 : 0xFFFF;
        *lines |= (bits(breaks) & before) != 0;
        if (others) return at + __builtin_ctz(others);
    }
#endif
    for (; at < end && is_blank(*at); at++) *lines |= *at == '\n';
    return at;
}

/* Folds a text, which begins and ends with a space then. A sign of two bytes writes ten at most, with a space before
   it; a space stands for a byte at least: six times its size, and two. */
static void fold(Fold *f, const Table *table, const byte *at, const byte *end) {
    f->space = 1, f->text = at, f->gap = f->start = f->out;
    while (at < end) {
#ifdef __SSE2__
        if (!f->space && !f->joint && !f->unspaced) {  /* signs that stay as they are, single spaces */
            byte *out = f->out;
            size_t words = f->words;
            unsigned behind_space = out[-1] == ' ';
            for (int count = 16; count == 16 && end - at >= 16;) {
                sixteen x = sixteen_at(at), blank = either(either(each_is(x, '-'), each_is(x, '\n')), each_is(x, ' '));
                x = either(_mm_andnot_si128(blank, x), _mm_and_si128(blank, _mm_set1_epi8(' ')));
                unsigned spaces = bits(blank), stop = bits(x) | bits(either(each_below_32(x), each_is(x, 127)));
                count = __builtin_ctz(stop | (spaces & (spaces << 1 | behind_space)) | 1u << 16);
                if (!count) break;
                _mm_storeu_si128((__m128i *)(void *)out, x);
                out += count, at += count, spaces &= (1u << count) - 1;
                words += ones[spaces & 255] + ones[spaces >> 8];
                behind_space = spaces >> (count - 1);
                if (behind_space) f->out = out, f->words = words, note_gap(f, at - 1);
            }
            f->out = out, f->words = words;
        }
#else
        while (end - at >= 8 && !f->space && !f->joint) {  /* the same */
            eight x = eight_at(at), blank;
            x ^= (EXACTLY(x, '-') >> 7) * ('-' ^ ' ') ^ (EXACTLY(x, '\n') >> 7) * ('\n' ^ ' ');
            blank = EXACTLY(x, ' ');
            if ((x & HIGH) | BELOW(x, 32) | ARE(x, 127) | (blank & blank << 8)) break;
            memcpy(f->out, &x, 8);
            if (*f->out == ' ' && f->out[-1] == ' ') break;
            f->out += 8, at += 8, f->unspaced = 0, f->words += (blank >> 7) * EACH(1) >> 56;
            if (f->out[-1] == ' ') note_gap(f, at - 1);
        }
#endif
        if (at >= end) break;
        byte c = *at;
        if (is_word(c)) {
            put(f, at, at, 1, 0);
            for (at++; at < end && is_word(*at) && !(SIXTEEN && end - at >= 16); at++) *f->out++ = *at;
        } else if (c < 0x80) {
            if (is_blank(c) || c == '-') {
                note_gap(f, at);
                f->space = 1, f->joint = 0, f->broken |= c == '\n';
                at = behind_blanks(at + 1, end, &f->broken) - 1;
            } else if (c == JOINT) mark(f);
            else if (c == SHOWS) take_in(f), mark(f);
            else if (c == HIDES) {
                const byte *stop = f->way == SHOWN ? memchr(at, SHOWS, end - at) : NULL;
                leave_out(f, at);
                if (stop != NULL) at = stop, take_in(f);
                mark(f);
            } else if (!is_control(c))
                put(f, at, &c, 1, 0);
            at++;
        } else if (c == PIECE) {
            note_gap(f, at++);
            f->space = f->broken = 1, f->joint = 0;
        } else
            at = fold_signs(f, table, at, end);
    }
    if (f->out == f->start || f->out[-1] != ' ') *f->out++ = ' ';
    f->out = without_dots(f->start, f->out);
}

/* The next part of a text that may be read in other ways, by its first and last byte: the words around each DOUBT and
   OUT, as many before and behind as no form has. So a form that stands only in another reading stands within. done: the
   place at which the part before ended, a GAP. 0 where there is none. */
static int next_part(const Fold *f, size_t size, size_t words, size_t *done, size_t *from, size_t *to) {
    const Place *places = f->places;
    size_t one = *done, next;
    while (one < f->count && places[one].kind == GAP) one++;
    if (one >= f->count) return 0;
    for (next = one; next > *done; next--)
        if (places[next - 1].kind == GAP && places[next - 1].words + words <= places[one].words) break;
    *from = next > *done ? places[next - 1].at : 0;
    for (;;) {
        size_t far = places[one].words + words;
        for (one++; one < f->count && !(places[one].kind == GAP && places[one].words >= far); one++)
            if (places[one].kind != GAP && places[one].words + words > far) far = places[one].words + words;
        *done = one, *to = one < f->count ? places[one].at : size;
        for (next = one; next < f->count && places[next].kind == GAP; next++) {}
        /* One that reaches back into this part belongs to it. */
        if (next >= f->count || places[one].words + words <= places[next].words) return 1;
        one = next;
    }
}

/* -------------------------------------------------------------------------------------------------------- the texts */

/* Markup in a value of JSON in an attribute, and once more: nothing that a reader undoes is nested deeper. */
#define DEEPEST 3

/* Folds one text behind what was found so far, in one way. A text ends with NUL. */
static int put_text(Room *room, size_t *found, const byte *text, size_t size, const Table *table, Fold *f) {
    Buffer *out = room->of + FOUND;
    if (!need(out, *found + 6 * size + 64, *found)) return 0;
    f->out = out->at + *found;
    fold(f, table, text, text + size);
    *f->out++ = 0;
    *found = (size_t)(f->out - out->at);
    return 1;
}

/* Folds a text with its marks joined, and parts of it in the other ways where these may differ. */
static int put_texts(Room *room, size_t *found, const byte *text, size_t size, const Table *table) {
    size_t most = size < MOST_PLACES ? size : MOST_PLACES, done = 0, from = 0, to = size;
    if (!need(room->of + PLACES, (most + 1) * sizeof(Place), 0)) return 0;
    Fold joined = {.way = JOINED, .places = (Place *)(void *)room->of[PLACES].at};
    if (!put_text(room, found, text, size, table, &joined)) return 0;
    if (!joined.told) return 1;
    int all = joined.count > MOST_PLACES;
    while (all || next_part(&joined, size, table->words, &done, &from, &to)) {
        Fold apart = {.way = APART}, shown = {.way = SHOWN};
        if (joined.told & DOUBTFUL && !put_text(room, found, text + from, to - from, table, &apart)) return 0;
        if (joined.told & HIDDEN && !put_text(room, found, text + from, to - from, table, &shown)) return 0;
        if (all) break;
    }
    return 1;
}

static int need_for_markup(Buffer *of, int text, int rest, size_t size) {
    /* A tag of three bytes writes three at most, a reference of three writes one, one of five writes six, a piece three
       more; what is put apart is no longer than its source but for the end of the last piece. */
    return need(of + text, 3 * size + 64, 0) && need(of + rest, size + 64, 0) && need(of + ASIDE, 3 * size + 64, 0);
}

/* All texts of a page, one behind the other; 0 where there is no memory. */
static int texts_of(Room *room, const byte *source, size_t size, const Table *table, size_t *found) {
    Buffer *of = room->of;
    Markup m = {0};
    if (!need_for_markup(of, TEXT, REST, size)) return 0;
    m.text = of[TEXT].at, m.rest = of[REST].at;
    markup(&m, source, source + size, of[ASIDE].at);
    if (m.flags & CONTROLS) {  /* a reader drops them first */
        if (!need(of + WHOLE, size, 0)) return 0;
        size_t left = 0;
        for (size_t i = 0; i < size; i++) if (!(of_interest[source[i]] & CONTROL)) of[WHOLE].at[left++] = source[i];
        memset(&m, 0, sizeof m);
        m.text = of[TEXT].at, m.rest = of[REST].at;
        markup(&m, of[WHOLE].at, of[WHOLE].at + left, of[ASIDE].at);
    }
    size_t text = (size_t)(m.text - of[TEXT].at), rest = (size_t)(m.rest - of[REST].at), plain = 0;
    if (!put_texts(room, found, of[TEXT].at, text, table)) return 0;
    if (m.flags & MADE_MARKUP) {
        Markup made = {.nested = 1};
        if (!need_for_markup(of, TWICE, UNDONE, text)) return 0;
        made.text = of[TWICE].at, made.rest = of[UNDONE].at;
        markup(&made, of[TEXT].at, of[TEXT].at + text, of[ASIDE].at);
        if (!put_texts(room, found, of[TWICE].at, (size_t)(made.text - of[TWICE].at), table)) return 0;
    }
    for (int depth = 0; depth < DEEPEST && rest; depth++) {
        /* A reference of four bytes writes eight at most; no escape is longer undone than written. */
        int escapes = 0;
        if (!need(of + UNDONE, 2 * rest + 64, 0)) return 0;
        size_t undone = (size_t)(unescape(of[REST].at, of[REST].at + rest, of[UNDONE].at, &escapes) - of[UNDONE].at);
        for (int more = 0; more < DEEPEST && escapes; more++) {
            if (!need(of + TWICE, 2 * undone + 64, 0)) return 0;
            escapes = 0;
            undone = (size_t)(unescape(of[UNDONE].at, of[UNDONE].at + undone, of[TWICE].at, &escapes) - of[TWICE].at);
            Buffer swapped = of[UNDONE];
            of[UNDONE] = of[TWICE], of[TWICE] = swapped;
        }
        if (!need_for_markup(of, TEXT, REST, undone) || !need(of + PLAIN_REST, plain + undone + 64, plain)) return 0;
        Markup nested = {.nested = 1, .text = of[TEXT].at, .rest = of[REST].at};
        const byte *at = of[UNDONE].at, *end = at + undone;
        while (at < end) {
            const byte *stop = memchr(at, PIECE, (size_t)(end - at));
            if (stop == NULL) stop = end;
            if (has_markup(at, stop)) markup(&nested, at, stop, of[ASIDE].at);
            else {
                memcpy(of[PLAIN_REST].at + plain, at, (size_t)(stop - at));
                plain += (size_t)(stop - at);
                of[PLAIN_REST].at[plain++] = PIECE;
            }
            at = stop + (stop < end);
        }
        text = (size_t)(nested.text - of[TEXT].at), rest = (size_t)(nested.rest - of[REST].at);
        if (text && !put_texts(room, found, of[TEXT].at, text, table)) return 0;
    }
    if (!need(of + PLAIN_REST, plain + rest + 64, plain)) return 0;
    memcpy(of[PLAIN_REST].at + plain, of[REST].at, rest);
    return put_texts(room, found, of[PLAIN_REST].at, plain + rest, table);
}

static PyObject *shadow_texts(PyObject *module, PyObject *arguments) {
    PyObject *source, *signs, *made = NULL;
    Py_ssize_t words;
    (void)module;
    if (!PyArg_ParseTuple(arguments, "SSn", &source, &signs, &words)) return NULL;
    Table table = {.entries = PyBytes_GET_SIZE(signs) - 2 * LIMIT, .words = words < 1 ? 1 : (size_t)words};
    if (table.entries < 0 || table.entries % ENTRY) { PyErr_SetString(PyExc_ValueError, "found no table of signs"); return NULL; }
    table.numbers = (const byte *)PyBytes_AS_STRING(signs), table.pool = table.numbers + 2 * LIMIT;
    Room room = take_room();
    size_t found = 0;
    int enough;
    Py_BEGIN_ALLOW_THREADS
    enough = texts_of(&room, (const byte *)PyBytes_AS_STRING(source), (size_t)PyBytes_GET_SIZE(source), &table, &found);
    Py_END_ALLOW_THREADS
    if (enough) made = PyBytes_FromStringAndSize((const char *)room.of[FOUND].at, (Py_ssize_t)found);
    else PyErr_NoMemory();
    give_back(room);
    return made;
}

/* ------------------------------------------------------------------------------------------------------ the module */

static PyObject *shadow_prepare(PyObject *module, PyObject *arguments) {
    PyObject *names, *written;
    (void)module;
    if (!PyArg_ParseTuple(arguments, "O!O!", &PyDict_Type, &names, &PyDict_Type, &written)) return NULL;
    if (fill(elements, KINDS, names) < 0 || fill(references, SLOTS, written) < 0) return NULL;
    fill_short();
    for (int c = 1; c < 256; c++) ones[c] = (byte)(ones[c >> 1] + (c & 1));
    for (int c = 0; c < 256; c++)
        of_interest[c] = (byte)(
            is_control((byte)c) * CONTROL | (c == '<' || c == '&') * TO_MARKUP | (c == '\\' || c == '&') * TO_UNESCAPE
            | (c == '/' || c == '>') * (ENDS_TAG | ENDS_NAME) | (c == '=') * ENDS_NAME | (c == '>') * ENDS_VALUE
            | (c == ' ' || c == '\n' || c == '\t' || c == '\r' || c == '\f') * (IS_BLANK | ENDS_TAG | ENDS_NAME | ENDS_VALUE));
    Py_RETURN_NONE;
}

static PyObject *shadow_is_utf8(PyObject *module, PyObject *source) {
    (void)module;
    if (!PyBytes_Check(source)) { PyErr_SetString(PyExc_TypeError, "found no bytes"); return NULL; }
    const byte *at = (const byte *)PyBytes_AS_STRING(source), *end = at + PyBytes_GET_SIZE(source);
    while (at < end) {
        unsigned long long eight;
#ifdef __SSE2__
        while (end - at >= 64 && !bits(either(either(sixteen_at(at), sixteen_at(at + 16)), either(sixteen_at(at + 32), sixteen_at(at + 48))))) at += 64;
#endif
        while (end - at >= 8 && (memcpy(&eight, at, 8), !(eight & 0x8080808080808080ull))) at += 8;
        while (at < end && *at < 0x80) at++;
        if (at >= end) break;
        byte c = *at;
        int more = c >= 0xC2 && c < 0xE0 ? 1 : c >= 0xE0 && c < 0xF0 ? 2 : c >= 0xF0 && c < 0xF5 ? 3 : 0;
        if (!more || end - at <= more) Py_RETURN_FALSE;
        byte low = c == 0xE0 ? 0xA0 : c == 0xF0 ? 0x90 : 0x80, high = c == 0xED ? 0x9F : c == 0xF4 ? 0x8F : 0xBF;
        if (at[1] < low || at[1] > high) Py_RETURN_FALSE;
        for (int i = 2; i <= more; i++) if ((at[i] & 0xC0) != 0x80) Py_RETURN_FALSE;
        at += more + 1;
    }
    Py_RETURN_TRUE;
}

static PyMethodDef methods[] = {
    {"prepare", shadow_prepare, METH_VARARGS, "Say which elements are of which kind, and what references mean."},
    {"is_utf8", shadow_is_utf8, METH_O, "Whether bytes are UTF-8 (RFC 3629)."},
    {"texts", shadow_texts, METH_VARARGS, "All texts that a page's source may stand for, folded, each with NUL behind it."},
    {NULL, NULL, 0, NULL},
};

static struct PyModuleDef definition = {
    PyModuleDef_HEAD_INIT, "shadow", "The text of a page's source at the speed of reading it.", -1, methods,
    NULL, NULL, NULL, NULL,
};

PyMODINIT_FUNC PyInit_shadow(void) {
    PyObject *module = PyModule_Create(&definition);
    if (module == NULL) return NULL;
    static const struct { const char *name; int value; } numbers[] = {
        {"BLOCK", BLOCK}, {"INLINE", INLINE}, {"VOID", VOID}, {"SKIPPED", SKIPPED}, {"RAW", RAW},
        {"PLAIN", PLAIN}, {"UNSPACED", UNSPACED}, {"BLANK", BLANK}, {"EITHER", EITHER},
        {"LIMIT", LIMIT}, {"ENTRY", ENTRY},
    };
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++)
        if (PyModule_AddIntConstant(module, numbers[i].name, numbers[i].value) < 0) { Py_DECREF(module); return NULL; }
    return module;
}
