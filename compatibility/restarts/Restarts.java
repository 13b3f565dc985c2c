import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

import com.chatbotkit.springai.ChatBotKitChatModel;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.ai.chat.prompt.Prompt;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;

/**
 * Asks a bot many times while its server restarts or closes connections, and compares
 * what was asked with what the bot received.
 *
 * <pre>Restarts NAME CONTROL_PORT CALLS AT_ONCE MOST_PAUSE_MS --spring.ai.chatbotkit.…=…</pre>
 */
@Configuration(proxyBeanMethods = false)
@EnableAutoConfiguration
public class Restarts {

	public static void main(String[] args) throws Exception {
		String name = args[0];
		int calls = Integer.parseInt(args[2]);
		int atOnce = Integer.parseInt(args[3]);
		long pause = Long.parseLong(args[4]) * 1_000_000;
		String[] properties = java.util.Arrays.copyOfRange(args, 5, args.length);
		Map<String, String> failed = new ConcurrentHashMap<>();
		long begin;
		JsonNode before;
		try (ConfigurableApplicationContext context = new SpringApplicationBuilder(Restarts.class)
			.web(WebApplicationType.NONE)
			.properties("spring.ai.chatbotkit.secret-key=sk-1", "spring.ai.chatbotkit.chat.bot-id=b1",
					"spring.main.banner-mode=off", "logging.level.root=error")
			.run(properties)) {
			ChatBotKitChatModel model = context.getBean(ChatBotKitChatModel.class);
			before = counts(Integer.parseInt(args[1]));
			begin = System.nanoTime();
			AtomicInteger next = new AtomicInteger();
			ExecutorService callers = Executors.newFixedThreadPool(atOnce);
			for (int i = 0; i < atOnce; i++) {
				callers.execute(() -> {
					for (int call = next.incrementAndGet(); call <= calls; call = next.incrementAndGet()) {
						ask(model, call, failed);
						if (pause > 0) {
							LockSupport.parkNanos(ThreadLocalRandom.current().nextLong(pause));
						}
					}
				});
			}
			callers.shutdown();
			callers.awaitTermination(1, TimeUnit.HOURS);
		}
		report(name, calls, failed, before, counts(Integer.parseInt(args[1])), (System.nanoTime() - begin) / 1_000_000_000);
	}

	private static void ask(ChatBotKitChatModel model, int call, Map<String, String> failed) {
		Prompt prompt = new Prompt("call-" + call);
		try {
			if (call % 2 == 0) {
				model.call(prompt);
			}
			else {
				model.stream(prompt).blockLast();
			}
		}
		catch (RuntimeException ex) {
			failed.put("call-" + call, String.valueOf(ex.getMessage()));
		}
	}

	private static JsonNode counts(int control) throws Exception {
		String body = HttpClient.newHttpClient()
			.send(HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + control)).build(),
					HttpResponse.BodyHandlers.ofString())
			.body();
		return new JsonMapper().readTree(body);
	}

	private static int grown(String count, JsonNode before, JsonNode after) {
		return after.get(count).intValue() - before.get(count).intValue();
	}

	private static void report(String name, int calls, Map<String, String> failed, JsonNode before, JsonNode seen,
			long seconds) {
		JsonNode counts = seen.get("counts");
		int received = 0;
		int twice = 0;
		int notReceived = 0;
		for (int call = 1; call <= calls; call++) {
			JsonNode count = counts.get("call-" + call);
			int times = (count != null) ? count.intValue() : 0;
			received += times;
			twice += (times > 1) ? 1 : 0;
			notReceived += (times == 0) ? 1 : 0;
		}
		Map<String, Integer> kinds = new TreeMap<>();
		failed.values().forEach((message) -> kinds.merge(message.split("\n")[0], 1, Integer::sum));
		long unrun = failed.keySet().stream().filter((id) -> counts.get(id) == null).count();
		System.out.printf(
				"%-28s calls %d, answered %d, failed %d (of them never received %d), received %d, run twice %d, not received %d,"
						+ " connections %d, restarts %d, %d s%n",
				name, calls, calls - failed.size(), failed.size(), unrun, received, twice, notReceived,
				grown("connections", before, seen), grown("restarts", before, seen), seconds);
		kinds.forEach((message, number) -> System.out.println("    " + number + " x " + message));
		if (twice > 0) {
			System.exit(1);
		}
	}

}
