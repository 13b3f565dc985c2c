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

package com.chatbotkit.springai;

import io.micrometer.common.KeyValue;

import org.springframework.ai.chat.model.ChatResponse;
import org.springframework.ai.chat.observation.ChatModelObservationContext;
import org.springframework.ai.chat.observation.ChatModelObservationDocumentation;
import org.springframework.ai.chat.observation.DefaultChatModelObservationConvention;
import org.springframework.ai.chat.prompt.ChatOptions;

/**
 * Names observations as Spring AI's convention does, but for the model that a server
 * names in its answer, which becomes the tag of a meter: it is what was asked, or
 * {@code other}.
 */
final class ChatBotKitObservationConvention extends DefaultChatModelObservationConvention {

	@Override
	protected KeyValue responseModel(ChatModelObservationContext context) {
		ChatResponse response = context.getResponse();
		ChatOptions options = context.getRequest().getOptions();
		String asked = (options != null) ? options.getModel() : null;
		return KeyValue.of(ChatModelObservationDocumentation.LowCardinalityKeyNames.RESPONSE_MODEL,
				ModelTag.ofAnswer(asked, (response != null) ? response.getMetadata().getModel() : null));
	}

}
