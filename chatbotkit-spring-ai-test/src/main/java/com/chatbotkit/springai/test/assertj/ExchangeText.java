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

package com.chatbotkit.springai.test.assertj;

import java.util.stream.Collectors;

import com.chatbotkit.springai.server.agent.AgentFunction;
import com.chatbotkit.springai.server.agent.AgentMessage;
import com.chatbotkit.springai.test.ReceivedRequest;
import org.jspecify.annotations.Nullable;

/**
 * Formats an exchange for the message of a failed assertion.
 */
final class ExchangeText {

	private static final int MAX_LINE = 400;

	private final StringBuilder text = new StringBuilder();

	private ExchangeText() {
	}

	static String of(ReceivedRequest request) {
		ExchangeText text = new ExchangeText();
		text.head(request);
		if (request.reachedAgent()) {
			text.line("selector", request.selector());
			text.line("system", request.backstory());
			request.messages().forEach(text::message);
			request.functions().forEach(text::tool);
		}
		else {
			text.line("body", request.body());
		}
		text.line("answer", request.answer().isEmpty() ? "(none yet)" : request.answer());
		return text.text.toString();
	}

	private void head(ReceivedRequest request) {
		this.text.append("  ").append(request.method()).append(' ').append(request.uri()).append(" → ");
		this.text.append((request.status() == 0) ? "no answer" : Integer.toString(request.status()));
		this.text.append(request.stream() ? ", streamed" : "").append(request.cancelled() ? ", cancelled" : "");
		this.text.append('\n');
	}

	private void message(AgentMessage message) {
		if (message instanceof AgentMessage.User user) {
			line("user", user.text());
		}
		else if (message instanceof AgentMessage.Bot bot) {
			line("bot", bot.text());
		}
		else if (message instanceof AgentMessage.FunctionCall call) {
			line("call", call.name() + " " + call.arguments());
		}
		else if (message instanceof AgentMessage.FunctionResult result) {
			line("result", result.name() + " " + result.json());
		}
	}

	private void tool(AgentFunction tool) {
		line("tool", tool.name() + " " + tool.parameters() + " " + tool.description());
	}

	private void line(String label, @Nullable String value) {
		if (value != null) {
			String shown = (value.length() > MAX_LINE) ? value.substring(0, MAX_LINE) + "…" : value;
			this.text.append("    %-9s".formatted(label))
				.append(shown.strip()
					.lines()
					.filter((line) -> !line.isEmpty())
					.collect(Collectors.joining("\n             ")))
				.append('\n');
		}
	}

}
