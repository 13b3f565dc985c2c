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

package com.chatbotkit.springai.test.record;

import com.chatbotkit.springai.server.http.EndpointRequest;
import com.chatbotkit.springai.test.server.LocalServer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A recorded request, without headers.
 *
 * @param method the HTTP method
 * @param path the path after the base URL
 * @param body the body as JSON; a body that is not JSON as a string
 */
record RecordedRequest(String method, String path, JsonNode body) {

	private static final String MODEL = "model";

	private static final String ANY_BOT = "bot/id=" + RecordedEndpoint.BOT;

	static RecordedRequest of(EndpointRequest request, Redaction redaction) {
		return new RecordedRequest(request.method(), redaction.apply(path(request)),
				JsonText.read(redaction.apply(Utf8.text(request.body()))));
	}

	/** Returns the path after the base URL. */
	static String path(EndpointRequest request) {
		String uri = request.uri();
		return uri.startsWith(LocalServer.PATH) ? uri.substring(LocalServer.PATH.length()) : uri;
	}

	/**
	 * Returns this request. If its bot matches any bot, it gets the other request's bot
	 * or model.
	 */
	RecordedRequest addressedAs(RecordedRequest other) {
		JsonNode model = other.body.get(MODEL);
		if (model == null || !(this.body instanceof ObjectNode named)
				|| !ANY_BOT.equals(named.path(MODEL).asString(""))) {
			return this;
		}
		return new RecordedRequest(this.method, this.path, named.deepCopy().set(MODEL, model));
	}

	String name() {
		return this.method + " " + this.path;
	}

}
