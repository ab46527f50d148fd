import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.lucene.analysis.CharArrayMap;
import org.apache.lucene.analysis.TokenStream;
import org.apache.lucene.analysis.tokenattributes.CharTermAttribute;
import org.apache.lucene.analysis.tokenattributes.PositionIncrementAttribute;
import org.apache.lucene.index.Term;
import org.apache.lucene.index.memory.MemoryIndex;
import org.apache.lucene.search.BooleanClause;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.DocIdSetIterator;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.PhraseQuery;
import org.apache.lucene.search.PrefixQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.ScoreMode;
import org.apache.lucene.search.Scorer;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.search.spans.SpanNearQuery;
import org.apache.lucene.search.spans.SpanQuery;
import org.apache.lucene.search.spans.SpanTermQuery;

/**
 * A peer of bench/match: every query is entered under the cheapest set of words without one of which it cannot match;
 * the candidates of a post are put to a Lucene MemoryIndex of that post.
 *
 * <p>Arguments: the posts (id, lang, source, region and text, separated by tabs), the queries (id and expression), and
 * how many posts to keep. Each line "from count" on standard input is one pass over posts; it answers with one line of
 * JSON: CPU seconds of the thread, matches, posts hit, checksum.
 */
public final class MemIndexPeer {
  private static final int COUNTED_POSTS = 50_000;
  private static final String[] FIELDS = {"lang", "source", "region"};
  private static final String BODY = "body";

  /** A query, the words that it is entered under, and how many looks they are expected to cost. */
  private record Entry(Query query, Set<String> keys, double cost) {}

  private record Post(int id, String[] facts, char[] text) {}

  private final TreeMap<String, Integer> frequency = new TreeMap<>();
  private final List<Post> posts = new ArrayList<>();
  private final List<Query> queries = new ArrayList<>();
  private final List<Integer> ids = new ArrayList<>();
  private final CharArrayMap<int[]> byWord = new CharArrayMap<>(1 << 16, false);
  private final CharArrayMap<int[]> byPrefix = new CharArrayMap<>(1 << 10, false);
  private final Map<String, int[]> byFact = new HashMap<>();
  private int[] prefixLengths = {};
  private int[] triedIn = {};
  private int pass;

  private final Words words = new Words();
  private final MemoryIndex index = new MemoryIndex();
  private int matches;
  private int checksum;

  public static void main(String[] arguments) throws IOException {
    MemIndexPeer peer = new MemIndexPeer();
    peer.readPosts(Path.of(arguments[0]), Integer.parseInt(arguments[2]));
    peer.readQueries(Path.of(arguments[1]));
    System.out.println("{\"ready\":true,\"queries\":" + peer.queries.size() + "}");
    BufferedReader asked = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String line = asked.readLine(); line != null; line = asked.readLine()) {
      String[] span = line.trim().split(" ");
      System.out.println(peer.run(Integer.parseInt(span[0]), Integer.parseInt(span[1])));
    }
  }

  private void readPosts(Path file, int keep) throws IOException {
    int n = 0;
    for (String line : Files.readAllLines(file, StandardCharsets.UTF_8)) {
      if (n >= Math.max(keep, COUNTED_POSTS)) break;
      String[] columns = line.split("\t", 5);
      char[] text = columns[4].toCharArray();
      if (n < COUNTED_POSTS) {
        words.scan(text);
        for (int i = 0; i < words.count; i++) frequency.merge(words.word(i), 1, Integer::sum);
      }
      if (n < keep)
        posts.add(new Post(Integer.parseInt(columns[0]), Arrays.copyOfRange(columns, 1, 4), text));
      n++;
    }
  }

  private void readQueries(Path file) throws IOException {
    Map<String, List<Integer>> entered = new HashMap<>();
    for (String line : Files.readAllLines(file, StandardCharsets.UTF_8)) {
      int tab = line.indexOf('\t');
      if (tab < 0) continue;
      Entry entry = new Expression(line.substring(tab + 1)).read();
      for (String key : entry.keys)
        entered.computeIfAbsent(key, none -> new ArrayList<>()).add(queries.size());
      queries.add(entry.query);
      ids.add(Integer.parseInt(line.substring(0, tab)));
    }
    Set<Integer> lengths = new HashSet<>();
    entered.forEach((key, list) -> {
      int[] numbers = list.stream().mapToInt(Integer::intValue).toArray();
      String name = key.substring(2);
      switch (key.charAt(0)) {
        case 'w' -> byWord.put(name, numbers);
        case 'p' -> {
          byPrefix.put(name, numbers);
          lengths.add(name.length());
        }
        default -> byFact.put(name, numbers);
      }
    });
    prefixLengths = lengths.stream().mapToInt(Integer::intValue).sorted().toArray();
    triedIn = new int[queries.size()];
  }

  private String run(int from, int count) throws IOException {
    ThreadMXBean clock = ManagementFactory.getThreadMXBean();
    matches = 0;
    checksum = 0;
    int hit = 0;
    int end = Math.min(posts.size(), from + count);
    long wall = System.nanoTime();
    long cpu = clock.getCurrentThreadCpuTime();
    for (int i = from; i < end; i++) {
      int before = matches;
      look(posts.get(i));
      if (matches > before) hit++;
    }
    double seconds = (clock.getCurrentThreadCpuTime() - cpu) / 1e9;
    double passed = (System.nanoTime() - wall) / 1e9;
    return String.format(
        Locale.ROOT,
        "{\"posts\":%d,\"cpu\":%.6f,\"wall\":%.6f,\"matches\":%d,\"postsHit\":%d,\"checksum\":%d}",
        end - from, seconds, passed, matches, hit, checksum & 0xffffffffL);
  }

  private void look(Post post) throws IOException {
    pass++;
    words.scan(post.text);
    index.reset();
    index.addField(BODY, words.stream());
    for (int f = 0; f < FIELDS.length; f++) index.addField(FIELDS[f], new OneWord(post.facts[f]));
    IndexSearcher searcher = index.createSearcher();
    searcher.setQueryCache(null);
    for (int i = 0; i < words.count; i++) {
      int start = words.starts[i];
      int length = words.ends[i] - start;
      tryAll(byWord.get(words.units, start, length), searcher, post.id);
      for (int known : prefixLengths)
        if (known <= length) tryAll(byPrefix.get(words.units, start, known), searcher, post.id);
    }
    if (byFact.isEmpty()) return;
    for (int f = 0; f < FIELDS.length; f++)
      tryAll(byFact.get(FIELDS[f] + "=" + post.facts[f]), searcher, post.id);
  }

  private void tryAll(int[] candidates, IndexSearcher searcher, int post) throws IOException {
    if (candidates == null) return;
    for (int query : candidates) {
      if (triedIn[query] == pass) continue;
      triedIn[query] = pass;
      Query simple = searcher.rewrite(queries.get(query));
      Scorer scorer =
          searcher
              .createWeight(simple, ScoreMode.COMPLETE_NO_SCORES, 1f)
              .scorer(searcher.getTopReaderContext().leaves().get(0));
      if (scorer == null || scorer.iterator().nextDoc() == DocIdSetIterator.NO_MORE_DOCS) continue;
      matches++;
      checksum += matchHash(post, ids.get(query));
    }
  }

  private static int matchHash(int post, int query) {
    int h = (post + 1) * 0x9e3779b1 ^ (query + 1) * 0x85ebca77;
    h = (h ^ (h >>> 15)) * 0x2c1b3c6d;
    return h ^ (h >>> 12);
  }

  /** Reads the notation of the bench: a word, or "(op part…)". */
  private final class Expression {
    private final String[] pieces;
    private int next;

    Expression(String text) {
      pieces = text.replace("(", " ( ").replace(")", " ) ").trim().split(" +");
    }

    Entry read() {
      String piece = pieces[next++];
      if (!piece.equals("(")) return word(piece);
      String op = pieces[next++];
      if (op.equals("and") || op.equals("or")) return group(op.equals("and"));
      List<String> words = new ArrayList<>();
      while (!pieces[next].equals(")")) words.add(pieces[next++]);
      next++;
      return switch (op) {
        case "phrase" -> rarest(new PhraseQuery(BODY, words.toArray(new String[0])), words);
        case "near" -> rarest(near(Integer.parseInt(words.get(0)), words.get(1), words.get(2)), words.subList(1, 3));
        case "prefix" -> prefix(words.get(0));
        case "f" -> new Entry(
            new TermQuery(new Term(words.get(0), words.get(1))), Set.of("f:" + words.get(0) + "=" + words.get(1)), 1e9);
        default -> throw new IllegalArgumentException(op);
      };
    }

    private Entry group(boolean all) {
      BooleanQuery.Builder made = new BooleanQuery.Builder();
      Entry cheapest = null;
      Set<String> union = new HashSet<>();
      double sum = 0;
      while (!pieces[next].equals(")")) {
        if (pieces[next].equals("(") && pieces[next + 1].equals("not")) {
          next += 2;
          made.add(read().query, BooleanClause.Occur.MUST_NOT);
          next++;
          continue;
        }
        Entry part = read();
        made.add(part.query, all ? BooleanClause.Occur.MUST : BooleanClause.Occur.SHOULD);
        if (cheapest == null || part.cost < cheapest.cost) cheapest = part;
        union.addAll(part.keys);
        sum += part.cost;
      }
      next++;
      return all ? new Entry(made.build(), cheapest.keys, cheapest.cost) : new Entry(made.build(), union, sum);
    }

    private Query near(int slop, String left, String right) {
      SpanQuery[] sides = {new SpanTermQuery(new Term(BODY, left)), new SpanTermQuery(new Term(BODY, right))};
      return new SpanNearQuery(sides, slop, false);
    }

    private Entry word(String word) {
      return new Entry(new TermQuery(new Term(BODY, word)), Set.of("w:" + word), cost(word));
    }

    private Entry prefix(String start) {
      double sum = 0.1;
      for (int n : frequency.subMap(start, start + '\uffff').values()) sum += n;
      return new Entry(new PrefixQuery(new Term(BODY, start)), Set.of("p:" + start), sum);
    }

    private Entry rarest(Query query, List<String> words) {
      String best = words.get(0);
      for (String word : words) if (cost(word) < cost(best)) best = word;
      return new Entry(query, Set.of("w:" + best), cost(best));
    }

    private double cost(String word) {
      return frequency.getOrDefault(word, 0) + 0.1;
    }
  }

  /** The words of one post by the rules of the bench, flat and used again. */
  private static final class Words {
    char[] units = new char[1024];
    int[] starts = new int[256];
    int[] ends = new int[256];
    int[] steps = new int[256];
    int count;
    private int top;
    private final Stream stream = new Stream(this);

    TokenStream stream() {
      return stream;
    }

    String word(int i) {
      return new String(units, starts[i], ends[i] - starts[i]);
    }

    void scan(char[] text) {
      count = 0;
      top = 0;
      if (units.length < 3 * text.length + 8) units = new char[6 * text.length + 16];
      int skipped = 0;
      for (int i = 0; i < text.length; ) {
        if (begins(text, i, "http://") || begins(text, i, "https://")) {
          int host = i + (text[i + 4] == 's' ? 8 : 7);
          int end = host;
          while (end < text.length && text[end] > ' ' && "/?#:".indexOf(text[end]) < 0) end++;
          // An address without a host keeps its place
          if (end > host) {
            add('^', text, host, end, 1 + skipped);
            skipped = 0;
          } else skipped++;
          for (i = end; i < text.length && text[i] > ' '; ) i++;
          continue;
        }
        boolean sign = (text[i] == '#' || text[i] == '@') && i + 1 < text.length && isWord(text[i + 1]);
        if (!sign && !isWord(text[i])) {
          i++;
          continue;
        }
        int start = sign ? i + 1 : i;
        int end = start;
        while (end < text.length && isWord(text[end])) end++;
        add('\0', text, start, end, 1 + skipped);
        skipped = 0;
        if (sign) add(text[i], text, start, end, 0);
        i = end;
      }
    }

    private void add(char sign, char[] text, int from, int to, int step) {
      if (count == starts.length) {
        starts = Arrays.copyOf(starts, 2 * count);
        ends = Arrays.copyOf(ends, 2 * count);
        steps = Arrays.copyOf(steps, 2 * count);
      }
      starts[count] = top;
      if (sign != 0) units[top++] = sign;
      for (int i = from; i < to; i++) units[top++] = fold(text[i]);
      ends[count] = top;
      steps[count++] = step;
    }

    private static boolean begins(char[] text, int at, String with) {
      if (text[at] != 'h' || at + with.length() > text.length) return false;
      for (int i = 1; i < with.length(); i++) if (text[at + i] != with.charAt(i)) return false;
      return true;
    }

    private static char fold(char c) {
      boolean capital = (c >= 'A' && c <= 'Z') || (c >= 0xc0 && c <= 0xde && c != 0xd7);
      return capital ? (char) (c + 32) : c;
    }

    private static boolean isWord(char c) {
      if (c < 128)
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
      boolean sign = c < 0xc0 || c == 0xd7 || c == 0xf7;
      boolean block = (c >= 0x2000 && c <= 0x206f) || (c >= 0x3000 && c <= 0x303f) || (c >= 0xfe00 && c <= 0xfe0f);
      return !sign && !block;
    }
  }

  /** Hands the words of a post to Lucene. */
  private static final class Stream extends TokenStream {
    private final CharTermAttribute term = addAttribute(CharTermAttribute.class);
    private final PositionIncrementAttribute step = addAttribute(PositionIncrementAttribute.class);
    private final Words words;
    private int next;

    Stream(Words words) {
      this.words = words;
    }

    @Override
    public boolean incrementToken() {
      if (next == words.count) return false;
      int start = words.starts[next];
      term.copyBuffer(words.units, start, words.ends[next] - start);
      step.setPositionIncrement(words.steps[next++]);
      return true;
    }

    @Override
    public void reset() {
      next = 0;
    }
  }

  /** One fact as a field of one word. */
  private static final class OneWord extends TokenStream {
    private final CharTermAttribute term = addAttribute(CharTermAttribute.class);
    private final String word;
    private boolean given;

    OneWord(String word) {
      this.word = word;
    }

    @Override
    public boolean incrementToken() {
      if (given) return false;
      given = true;
      term.setEmpty().append(word);
      return true;
    }
  }
}
