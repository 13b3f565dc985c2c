/*
 * Copyright 2026-present the original author or authors.
 *
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * You may obtain a copy of the License at
 *
 *      https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software
 * distributed under the License is distributed on an "AS IS" BASIS,
 * WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
 * See the License for the specific language governing permissions and
 * limitations under the License.
 */

package com.chatbotkit.springai.server;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

import com.chatbotkit.springai.fuzzing.Facts;
import com.chatbotkit.springai.server.access.ServerCaller;
import com.chatbotkit.springai.server.agent.AgentEvent;
import com.chatbotkit.springai.server.agent.AgentTarget;
import com.chatbotkit.springai.server.agent.EndReason;
import com.chatbotkit.springai.server.directory.FixedAgentDirectory;
import com.chatbotkit.springai.server.directory.ServedAgent;
import com.chatbotkit.springai.server.http.EndpointRequest;
import com.chatbotkit.springai.server.http.EndpointResponse;
import com.chatbotkit.springai.server.http.HttpEndpoint;
import com.chatbotkit.springai.server.open.OpenEndpoint;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.StringNode;

/**
 * What holds for every answer of an agent. In both dialects, whole and streamed, a plain
 * reader reads what the agent said.
 * <p>
 * Each line is an event: its first character says of which kind, the others what it says.
 */
public final class StreamWriterFuzz {

	private static final ThreadLocal<List<AgentEvent>> EVENTS = ThreadLocal.withInitial(List::of);

	private static final ChatCompletionsEndpoint CONTRACT = ChatCompletionsEndpoint.of((secretKey) -> true,
			(request) -> Flux.fromIterable(EVENTS.get()));

	private static final HttpEndpoint OPEN = OpenEndpoint.of("/v1",
			new FixedAgentDirectory(List.of(new ServedAgent(new AgentTarget.Bot("b"), "b", null, List.of(), List.of(),
					(request) -> Flux.fromIterable(EVENTS.get())))),
			(request) -> Mono.just(new ServerCaller("anyone", Set.of(), false)),
			new OpenEndpoint.OpenSettings(1000, Duration.ZERO, Duration.ZERO, Duration.ZERO, List.of()));

	private static final EndpointRequest CONTRACT_CALL = request(false, "/v1/openai/chat/completions");

	private static final EndpointRequest CONTRACT_STREAM = request(true, "/v1/openai/chat/completions");

	private static final EndpointRequest OPEN_CALL = request(false, "/v1/chat/completions");

	private static final EndpointRequest OPEN_STREAM = request(true, "/v1/chat/completions");

	/** What each answer is checked for. */
	public static final Facts FACTS = new Facts(
			List.of((bytes) -> checkContract(events(bytes), true), (bytes) -> checkContract(events(bytes), false),
					(bytes) -> checkOpen(events(bytes), true), (bytes) -> checkOpen(events(bytes), false)));

	private StreamWriterFuzz() {
	}

	/**
	 * Checks one answer.
	 */
	public static void fuzzerTestOneInput(byte[] bytes) {
		FACTS.checkOne(bytes);
	}

	private static void checkContract(List<AgentEvent> events, boolean streamed) {
		EVENTS.set(events);
		EndReason reason = reason(events);
		String error = failure(events);
		List<String> calls = calls(events, false);
		check((error != null && !streamed) ? new PlainEvents("", "", List.of(), null, error, true)
				: new PlainEvents(text(events), "", calls, reason.finishReason(), error, true),
				PlainEvents.of(contract(streamed)));
	}

	private static void checkOpen(List<AgentEvent> all, boolean streamed) {
		EVENTS.set(all);
		String error = failure(all);
		List<AgentEvent> events = (error != null) ? all.subList(0, firstFailure(all)) : all;
		String firstError = (error != null) ? ((AgentEvent.Failure) all.get(firstFailure(all))).message() : null;
		EndReason reason = reason(events);
		String finishReason = (reason == EndReason.FILTER) ? "content_filter" : reason.finishReason();
		List<String> calls = (reason == EndReason.ACTIVITY) ? calls(events, true) : List.of();
		PlainEvents failed = streamed ? new PlainEvents(text(events), steps(events), List.of(), null, firstError, false)
				: new PlainEvents("", "", List.of(), null, firstError, true);
		check((error != null) ? failed : new PlainEvents(text(events), steps(events), calls, finishReason, null, true),
				PlainEvents.of(open(streamed)));
	}

	private static EndpointResponse contract(boolean stream) {
		return Objects.requireNonNull(CONTRACT.handle(stream ? CONTRACT_STREAM : CONTRACT_CALL).block());
	}

	private static EndpointResponse open(boolean stream) {
		return Objects.requireNonNull(OPEN.handle(stream ? OPEN_STREAM : OPEN_CALL).block());
	}

	private static EndpointRequest request(boolean stream, String path) {
		String body = "{\"model\":\"bot/id=b\",\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}],\"stream\":"
				+ stream + "}";
		return FuzzedRequest.of(body.getBytes(StandardCharsets.UTF_8)).request(path);
	}

	private static List<AgentEvent> events(byte[] script) {
		List<AgentEvent> events = new ArrayList<>();
		for (String line : new String(script, StandardCharsets.UTF_8).split("\n")) {
			if (!line.isEmpty()) {
				events.add(event(line.charAt(0), text(line.substring(1))));
			}
		}
		return events;
	}

	private static AgentEvent event(char kind, String text) {
		String name = text.contains("|") ? text.substring(0, text.indexOf('|')) : text;
		String more = text.contains("|") ? text.substring(text.indexOf('|') + 1) : "";
		return switch (kind) {
			case 's' -> new AgentEvent.Step(text);
			case 'o' -> new AgentEvent.Source(name.isEmpty() ? null : name, more.isEmpty() ? null : more);
			case 'c' -> new AgentEvent.ToolCall(name, arguments(more));
			case 'u' -> new AgentEvent.Usage(name.length(), more.length());
			case 'e' -> new AgentEvent.End(EndReason.values()[text.length() % EndReason.values().length]);
			case 'f' -> new AgentEvent.Failure(more.isEmpty() ? null : more, name);
			default -> new AgentEvent.Token(text);
		};
	}

	/**
	 * Bytes that are no UTF-8 stand for the first half of a character, U+FFFE for the
	 * second: a token may end between them. A backslash is the end of a line.
	 */
	private static String text(String written) {
		return written.replace('\uFFFD', '\uD83D').replace('\uFFFE', '\uDC0E').replace('\\', '\n');
	}

	private static @Nullable JsonNode arguments(String text) {
		if (text.isEmpty()) {
			return null;
		}
		try {
			return JavaScriptJson.parse(text);
		}
		catch (JacksonException ex) {
			return StringNode.valueOf(text);
		}
	}

	private static String text(List<AgentEvent> events) {
		return events.stream()
			.filter(AgentEvent.Token.class::isInstance)
			.map((token) -> ((AgentEvent.Token) token).text())
			.collect(Collectors.joining());
	}

	private static String steps(List<AgentEvent> events) {
		return events.stream()
			.filter(AgentEvent.Step.class::isInstance)
			.map((step) -> ((AgentEvent.Step) step).text())
			.collect(Collectors.joining());
	}

	private static List<String> calls(List<AgentEvent> events, boolean open) {
		return events.stream()
			.filter(AgentEvent.ToolCall.class::isInstance)
			.map(AgentEvent.ToolCall.class::cast)
			.map((call) -> call.name() + written(call.arguments(), open))
			.toList();
	}

	private static String written(@Nullable JsonNode arguments, boolean open) {
		if (arguments == null || arguments.isNull()) {
			return "{}";
		}
		String text = arguments.isString() ? arguments.stringValue()
				: open ? arguments.toString() : JavaScriptJson.stringify(arguments);
		return (open && text.isBlank()) ? "{}" : text;
	}

	private static EndReason reason(List<AgentEvent> events) {
		EndReason reason = EndReason.STOP;
		for (AgentEvent event : events) {
			reason = (event instanceof AgentEvent.End end) ? end.reason() : reason;
		}
		return reason;
	}

	private static @Nullable String failure(List<AgentEvent> events) {
		String message = null;
		for (AgentEvent event : events) {
			message = (event instanceof AgentEvent.Failure failure) ? failure.message() : message;
		}
		return message;
	}

	private static int firstFailure(List<AgentEvent> events) {
		int first = 0;
		while (!(events.get(first) instanceof AgentEvent.Failure)) {
			first++;
		}
		return first;
	}

	private static void check(PlainEvents expected, PlainEvents actual) {
		if (!expected.equals(actual)) {
			throw new AssertionError("expected " + expected + ", but was " + actual);
		}
	}

}
