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

package com.chatbotkit.springai.server.open;

import java.util.ArrayList;
import java.util.List;

import com.chatbotkit.springai.server.agent.AgentSettings;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Reads what the caller asks of a model.
 */
final class OpenParameters {

	private OpenParameters() {
	}

	static AgentSettings read(JsonNode body) {
		Double newer = OpenBody.number(body, "max_completion_tokens");
		Double maxTokens = (newer != null) ? newer : OpenBody.number(body, "max_tokens");
		return new AgentSettings(OpenBody.number(body, "temperature"), OpenBody.number(body, "top_p"), whole(maxTokens),
				OpenBody.number(body, "frequency_penalty"), OpenBody.number(body, "presence_penalty"), stop(body));
	}

	private static @Nullable Integer whole(@Nullable Double number) {
		// Some clients write -1 or 0 for no limit.
		return (number != null && number >= 1) ? Integer.valueOf(number.intValue()) : null;
	}

	private static List<String> stop(JsonNode body) {
		JsonNode stop = OpenBody.field(body, "stop");
		List<String> texts = new ArrayList<>();
		if (stop != null && stop.isString()) {
			texts.add(stop.stringValue());
		}
		else if (stop != null) {
			stop.forEach((text) -> texts.add(text.asString("")));
		}
		texts.removeIf(String::isEmpty);
		return texts;
	}

}
