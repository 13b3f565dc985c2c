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

package com.chatbotkit.samples.agentserver;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import com.chatbotkit.springai.server.agent.AgentException;
import org.jspecify.annotations.Nullable;

import org.springframework.ai.chat.messages.AssistantMessage;
import org.springframework.ai.chat.messages.AssistantMessage.ToolCall;
import org.springframework.ai.chat.messages.Message;
import org.springframework.ai.chat.messages.ToolResponseMessage;
import org.springframework.ai.chat.messages.UserMessage;
import org.springframework.ai.chat.metadata.ChatGenerationMetadata;
import org.springframework.ai.chat.metadata.ChatResponseMetadata;
import org.springframework.ai.chat.metadata.DefaultUsage;
import org.springframework.ai.chat.model.ChatResponse;
import org.springframework.ai.chat.model.Generation;
import org.springframework.ai.chat.prompt.Prompt;
import org.springframework.ai.model.tool.ToolCallingChatOptions;

/**
 * What the last text of the user asks for, in the words of the emulator
 * (docs/emulator.md): {@code answer:}, {@code call:name{json}}, {@code inner:name},
 * {@code lead:word}, {@code empty:}, {@code end:length}, {@code slow:ms},
 * {@code fail:CODE}, {@code midfail:CODE}, {@code throw:CODE} … Without such a word it is
 * an echo.
 *
 * @param pieces the pieces of the text
 * @param calls the tools called after it
 * @param failure what ends it early, or null
 * @param pause the time before each piece
 * @param finish why it ended
 * @param input the tokens read
 */
record Script(List<String> pieces, List<ToolCall> calls, @Nullable RuntimeException failure, Duration pause,
		String finish, int input) {

	private static final Pattern FAILURE = Pattern
		.compile("(?<!\\S)(fail|midfail|prethrow|throw|late|prenow|burst):(\\w+)");

	private static final Pattern ANSWER = Pattern.compile("(?<!\\S)answer:(.*)", Pattern.DOTALL);

	private static final Pattern CALL = Pattern.compile("(?<!\\S)call:([\\w-]+)\\s*");

	private static final Pattern INNER = Pattern.compile("(?<!\\S)inner:([\\w-]+)");

	private static final Pattern LEAD = Pattern.compile("(?<!\\S)lead:(\\S+)");

	private static final Pattern END = Pattern.compile("(?<!\\S)end:(\\w+)");

	private static final Pattern SLOW = Pattern.compile("(?<!\\S)slow:(\\d{1,6})");

	private static final Pattern PIECE = Pattern.compile("\\s*\\S+|\\s+");

	static Script of(Prompt prompt) {
		String text = lastUserText(prompt);
		Matcher slow = SLOW.matcher(text);
		Duration pause = slow.find() ? Duration.ofMillis(Long.parseLong(slow.group(1))) : Duration.ZERO;
		int input = 1 + (prompt.getContents().length() + 3) / 4;
		Matcher failure = FAILURE.matcher(text);
		if (failure.find()) {
			return failing(failure.group(1), failure.group(2), pause, input);
		}
		Matcher end = END.matcher(text);
		String finish = (end.find() && end.group(1).equals("length")) ? "LENGTH" : "STOP";
		List<ToolCall> calls = calls(prompt, text);
		if (!calls.isEmpty()) {
			Matcher lead = LEAD.matcher(text);
			return new Script(lead.find() ? List.of(lead.group(1)) : List.of(), calls, null, pause, "TOOL_CALLS",
					input);
		}
		return new Script(pieces(answer(prompt, text)), List.of(), null, pause, finish, input);
	}

	private static Script failing(String word, String code, Duration pause, int input) {
		List<String> before = switch (word) {
			case "midfail", "throw" -> List.of("Par", "tial");
			case "late" -> List.of("One", " two");
			default -> List.of();
		};
		String message = switch (word) {
			case "fail", "midfail" -> "Engine failure ";
			case "throw", "late", "burst" -> "Late failure ";
			default -> "Early failure ";
		} + code;
		RuntimeException failure = code.equals("PLAIN") ? new IllegalStateException(message)
				: new AgentException(code, message);
		return new Script(before, List.of(), failure, pause, "STOP", input);
	}

	private static String answer(Prompt prompt, String text) {
		Matcher inner = INNER.matcher(text);
		Set<String> own = new HashSet<>();
		while (inner.find()) {
			own.add(inner.group(1));
		}
		ToolResponseMessage.ToolResponse last = null;
		for (ToolResponseMessage.ToolResponse result : results(prompt)) {
			last = own.contains(result.name()) ? last : result;
		}
		if (last != null) {
			return "Tool " + last.name() + " returned " + last.responseData();
		}
		if (text.startsWith("empty:")) {
			return "";
		}
		Matcher answer = ANSWER.matcher(text);
		return answer.find() ? answer.group(1) : "Echo: " + text;
	}

	/**
	 * The calls that the text asks for, of tools that exist, unless they are made
	 * already.
	 */
	private static List<ToolCall> calls(Prompt prompt, String text) {
		Set<String> made = new HashSet<>();
		results(prompt).forEach((result) -> made.add(result.name()));
		List<ToolCall> calls = new ArrayList<>();
		Matcher inner = INNER.matcher(text);
		while (inner.find()) {
			add(calls, prompt, made, inner.group(1), "{\"q\":\"inside\"}");
		}
		boolean answered = !made.isEmpty()
				&& results(prompt).stream().anyMatch((result) -> !text.contains("inner:" + result.name()));
		Matcher call = CALL.matcher(text);
		while (!answered && call.find()) {
			add(calls, prompt, made, call.group(1), json(text, call.end()));
		}
		return calls;
	}

	private static void add(List<ToolCall> calls, Prompt prompt, Set<String> made, String name, String arguments) {
		boolean offered = prompt.getOptions() instanceof ToolCallingChatOptions options
				&& options.getToolCallbacks() != null
				&& options.getToolCallbacks().stream().anyMatch((tool) -> tool.getToolDefinition().name().equals(name));
		if (offered && !made.contains(name)) {
			calls.add(new ToolCall("call_" + prompt.getInstructions().size() + "_" + calls.size(), "function", name,
					arguments));
		}
	}

	/** The JSON object that begins in a text, without what follows it. */
	private static String json(String text, int begin) {
		if (!text.startsWith("{", begin)) {
			return "{}";
		}
		int depth = 0;
		boolean quoted = false;
		for (int i = begin; i < text.length(); i++) {
			char c = text.charAt(i);
			if (quoted && c == '\\') {
				i++;
			}
			else if (c == '"') {
				quoted = !quoted;
			}
			else if (!quoted) {
				depth += (c == '{') ? 1 : (c == '}') ? -1 : 0;
				if (depth == 0) {
					return text.substring(begin, i + 1);
				}
			}
		}
		return "{}";
	}

	/** The results that followed the last text of the user. */
	private static List<ToolResponseMessage.ToolResponse> results(Prompt prompt) {
		List<ToolResponseMessage.ToolResponse> results = new ArrayList<>();
		for (Message message : prompt.getInstructions()) {
			if (message instanceof UserMessage) {
				results.clear();
			}
			else if (message instanceof ToolResponseMessage tools) {
				results.addAll(tools.getResponses());
			}
		}
		return results;
	}

	private static String lastUserText(Prompt prompt) {
		String text = prompt.getUserMessage().getText();
		return (text != null) ? text : "";
	}

	private static List<String> pieces(String text) {
		return PIECE.matcher(text).results().map((piece) -> piece.group()).toList();
	}

	ChatResponse whole() {
		for (int i = 0; i <= this.pieces.size() && !this.pause.isZero(); i++) {
			sleep();
		}
		if (this.failure != null) {
			throw this.failure;
		}
		return response(String.join("", this.pieces), true);
	}

	private void sleep() {
		try {
			Thread.sleep(this.pause.toMillis());
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException("The client has gone", ex);
		}
	}

	List<ChatResponse> parts() {
		List<ChatResponse> parts = new ArrayList<>();
		this.pieces.forEach((piece) -> parts.add(response(piece, false)));
		if (this.failure == null) {
			parts.add(response("", true));
		}
		return parts;
	}

	private ChatResponse response(String text, boolean last) {
		AssistantMessage message = AssistantMessage.builder()
			.content(text)
			.toolCalls(last ? this.calls : List.of())
			.build();
		ChatGenerationMetadata end = last ? ChatGenerationMetadata.builder().finishReason(this.finish).build()
				: ChatGenerationMetadata.NULL;
		ChatResponseMetadata.Builder metadata = ChatResponseMetadata.builder();
		if (last) {
			metadata.usage(new DefaultUsage(this.input, this.pieces.size()));
		}
		return new ChatResponse(List.of(new Generation(message, end)), metadata.build());
	}

}
