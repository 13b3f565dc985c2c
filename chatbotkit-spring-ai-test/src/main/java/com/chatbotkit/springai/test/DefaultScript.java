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

package com.chatbotkit.springai.test;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import com.chatbotkit.springai.server.agent.AgentException;
import com.chatbotkit.springai.server.agent.AgentMessage;
import com.chatbotkit.springai.server.agent.EndReason;
import com.chatbotkit.springai.server.agent.UnknownModelException;
import org.jspecify.annotations.Nullable;

/**
 * Answers for bots and models without a matching rule: follows the script words in the
 * user's text, else echoes the text (docs/contract.md#script-words).
 */
final class DefaultScript {

	private static final Pattern FAILURE = Pattern
		.compile("(?<!\\S)(fail|midfail|prethrow|throw|late|prenow|burst):(\\w+)");

	private static final Pattern ANSWER = Pattern.compile("(?<!\\S)answer:(.*)", Pattern.DOTALL);

	private static final Pattern LEAD = Pattern.compile("(?<!\\S)lead:(\\S+)");

	private static final Pattern INNER = Pattern.compile("(?<!\\S)inner:([\\w-]+)");

	private static final Pattern END = Pattern.compile("(?<!\\S)end:(\\w+)");

	private static final Pattern SLOW = Pattern.compile("(?<!\\S)slow:(\\d{1,6})");

	private static final Map<String, String> INNER_ARGUMENTS = Map.of("q", "inside");

	private DefaultScript() {
	}

	static Reply reply(Turn turn) {
		Matcher failure = FAILURE.matcher(turn.text());
		return failure.find() ? failure(failure.group(1), failure.group(2)) : withDirectives(answer(turn), turn.text());
	}

	private static Reply failure(String directive, String code) {
		return switch (directive) {
			case "fail" -> Reply.failure(code, "Engine failure " + code);
			case "midfail" -> Reply.pieces("Par", "tial").andFailure(code, "Engine failure " + code);
			case "prethrow" -> Reply.nothing().breaking(exception("Early failure ", code));
			case "throw" -> Reply.pieces("Par", "tial").breaking(exception("Late failure ", code));
			case "late" -> Reply.pieces("One", " two").breaking(exception("Late failure ", code));
			case "prenow" -> throw exception("Early failure ", code);
			default -> throw exception("Late failure ", code);
		};
	}

	private static RuntimeException exception(String when, String code) {
		return switch (code) {
			case "PLAIN" -> new IllegalStateException(when + code);
			case "JOI" -> new UnknownModelException("nope");
			default -> new AgentException(code, when + code);
		};
	}

	private static Reply answer(Turn turn) {
		String text = turn.text();
		if (turn.hasResults()) {
			List<AgentMessage.FunctionResult> results = turn.results();
			AgentMessage.FunctionResult last = results.get(results.size() - 1);
			return Reply.text("Tool " + last.name() + " returned " + last.json());
		}
		Reply start = withOwnCall(text, Reply.nothing());
		List<CallDirective> calls = CallDirective.in(turn);
		if (!calls.isEmpty()) {
			Matcher lead = LEAD.matcher(text);
			Reply reply = lead.find() ? start.andPieces(List.of(lead.group(1))) : start;
			for (CallDirective call : calls) {
				reply = reply.andCall(call.function(), call.arguments());
			}
			return reply;
		}
		if (text.startsWith("empty:")) {
			return start;
		}
		Matcher answer = ANSWER.matcher(text);
		return start.andText(answer.find() ? LeadingJson.startOf(answer.group(1)) : "Echo: " + text);
	}

	private static Reply withOwnCall(String text, Reply reply) {
		Matcher own = INNER.matcher(text);
		return own.find() ? reply.andOwnCall(own.group(1), INNER_ARGUMENTS) : reply;
	}

	private static Reply withDirectives(Reply answer, String text) {
		Reply reply = text.contains("zerousage:") ? answer.usage(0, 0) : answer;
		Matcher slow = SLOW.matcher(text);
		if (slow.find()) {
			reply = reply.every(Duration.ofMillis(Long.parseLong(slow.group(1))));
		}
		Matcher end = END.matcher(text);
		EndReason reason = end.find() ? reason(end.group(1)) : null;
		return (reason != null) ? reply.ending(reason) : reply;
	}

	private static @Nullable EndReason reason(String word) {
		for (EndReason reason : EndReason.values()) {
			if (reason.name().toLowerCase(Locale.ROOT).equals(word)) {
				return reason;
			}
		}
		return EndReason.STOP;
	}

}
