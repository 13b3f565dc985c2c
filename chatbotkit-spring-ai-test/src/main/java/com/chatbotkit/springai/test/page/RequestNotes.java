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

package com.chatbotkit.springai.test.page;

import java.util.ArrayList;
import java.util.List;

import com.chatbotkit.springai.server.ChatCompletionsEndpoint;
import com.chatbotkit.springai.server.http.EndpointRequest;
import com.chatbotkit.springai.server.http.EndpointResponse;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Finds what the platform drops in silence (docs/contract.md#body), and why it refuses a
 * tool (docs/contract.md#tools).
 */
final class RequestNotes {

	private static final int BAD_REQUEST = 400;

	private static final int SERVER_ERROR = 500;

	private static final int MAX_REASON = 300;

	private RequestNotes() {
	}

	/** Returns what to know about an answered request; most often nothing. */
	static List<Note> of(EndpointRequest request, EndpointResponse answer) {
		List<Note> notes = new ArrayList<>();
		if (isRefusedTool(answer)) {
			JsonNode body = read(request);
			// In the order in which the endpoint checks them.
			body.path("functions").forEach((function) -> addRefused(notes, function));
			body.path("tools").forEach((tool) -> addRefused(notes, tool.path("function")));
			return notes.subList(0, Math.min(1, notes.size()));
		}
		if (answer.status() < BAD_REQUEST || answer.status() >= SERVER_ERROR) {
			addDropped(notes, read(request).path("messages"));
		}
		return notes;
	}

	private static boolean isRefusedTool(EndpointResponse answer) {
		return answer.status() == BAD_REQUEST && answer.body() instanceof EndpointResponse.Whole whole
				&& whole.text().contains(".parameters");
	}

	private static JsonNode read(EndpointRequest request) {
		try {
			return JsonMapper.shared().readTree(request.body());
		}
		catch (JacksonException ex) {
			// The endpoint reads more than Jackson does by default, such as deeper trees.
			return JsonMapper.shared().missingNode();
		}
	}

	private static void addRefused(List<Note> notes, JsonNode function) {
		String reason = function.has("parameters") ? ChatCompletionsEndpoint.schemaRefusal(function.get("parameters"))
				: null;
		if (reason != null) {
			String start = (reason.length() > MAX_REASON) ? reason.substring(0, MAX_REASON) + "…" : reason;
			notes.add(new Note("The platform refuses the tool " + function.path("name").asString("")
					+ " and does not say why: " + start.replaceAll("\\p{Cntrl}", " ") + ".", "", List.of()));
		}
	}

	private static void addDropped(List<Note> notes, JsonNode messages) {
		Dropped roles = new Dropped();
		Dropped parts = new Dropped();
		for (int i = 0; i < messages.size(); i++) {
			JsonNode message = messages.get(i);
			String role = message.path("role").asString("");
			if (!ChatCompletionsEndpoint.readsRole(role)) {
				roles.add(role, i);
			}
			else if (message.path("content").isArray()) {
				for (JsonNode part : message.path("content")) {
					addPart(parts, part, i);
				}
			}
		}
		roles.note(notes, "dropped",
				"The platform drops messages of the role %s. It reads system, user, assistant and tool.");
		parts.note(notes, "partly dropped", "The platform drops parts of the type %s. It reads text.");
	}

	private static void addPart(Dropped dropped, JsonNode part, int message) {
		String type = part.path("type").asString("");
		if (!type.equals("text") || !part.path("text").isString()) {
			dropped.add(type, message);
		}
	}

}
