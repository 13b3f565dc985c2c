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

import java.util.HashMap;
import java.util.Map;

import com.chatbotkit.springai.server.ChatCompletionsEndpoint;
import com.chatbotkit.springai.server.agent.AgentException;
import com.chatbotkit.springai.server.http.EndpointResponse;
import reactor.core.publisher.Mono;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Sends another, complete response instead of the bot's, to streaming clients too.
 *
 * @param answer the response to send
 */
record ResponseFault(EndpointResponse answer) implements WireFault {

	static ResponseFault of(int status, Map<String, String> headers, String body) {
		return new ResponseFault(EndpointResponse.of(status, headers, body));
	}

	/** The platform's native error, with the status of the code. */
	static ResponseFault code(String code, String message) {
		return new ResponseFault(ChatCompletionsEndpoint.refusal(new AgentException(code, message)));
	}

	/** A reached limit, in OpenAI's error format. */
	static ResponseFault limit(Map<String, String> headers, String message, String code) {
		Map<String, String> all = new HashMap<>(headers);
		all.put("Content-Type", "application/json");
		return of(429, all,
				"{\"error\":{\"message\":\"" + message + "\",\"type\":\"" + code + "\",\"code\":\"" + code + "\"}}");
	}

	/**
	 * An error of the emulator alone: a script calls a tool that the request does not
	 * offer.
	 */
	static ResponseFault unknownTool(String message) {
		return ofEmulator(message, "TOOL_NOT_OFFERED");
	}

	/** An error of the emulator alone: a script throws. */
	static ResponseFault brokenScript(Throwable thrown) {
		return ofEmulator("The emulator's script threw " + thrown, "SCRIPT_FAILED");
	}

	private static ResponseFault ofEmulator(String message, String code) {
		ObjectNode error = JsonNodeFactory.instance.objectNode().put("message", message).put("code", code);
		return of(422, Map.of("Content-Type", "application/json"), error.toString());
	}

	static ResponseFault gateway(int status) {
		return of(status, Map.of("Content-Type", "text/html"),
				"<html><body><h1>" + status + "</h1><p>The gateway has no answer.</p></body></html>");
	}

	@Override
	public Mono<EndpointResponse> damage(EndpointResponse original) {
		return Mono.just(this.answer);
	}

}
