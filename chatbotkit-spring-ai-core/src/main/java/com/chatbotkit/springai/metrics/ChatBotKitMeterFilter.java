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

package com.chatbotkit.springai.metrics;

import java.util.ArrayList;
import java.util.List;

import com.chatbotkit.springai.ChatBotKitAttributes;
import com.chatbotkit.springai.ModelTag;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.config.MeterFilter;

import org.springframework.ai.observation.conventions.AiObservationAttributes;

/**
 * Removes bot ids, model settings and the server's model names from the tags of Spring
 * AI's meters for ChatBotKit, because each value would be a time series. Spans keep the
 * ids and settings.
 */
public final class ChatBotKitMeterFilter implements MeterFilter {

	private static final String PREFIX = "gen_ai.client.";

	private static final Tag PROVIDER_TAG = Tag.of(AiObservationAttributes.AI_PROVIDER.value(),
			ChatBotKitAttributes.PROVIDER);

	private static final String REQUEST_MODEL = AiObservationAttributes.REQUEST_MODEL.value();

	private static final String RESPONSE_MODEL = AiObservationAttributes.RESPONSE_MODEL.value();

	@Override
	public Meter.Id map(Meter.Id id) {
		if (!id.getName().startsWith(PREFIX) || !id.getTags().contains(PROVIDER_TAG)) {
			return id;
		}
		String requested = id.getTag(REQUEST_MODEL);
		List<Tag> tags = new ArrayList<>();
		for (Tag tag : id.getTagsAsIterable()) {
			if (tag.getKey().equals(REQUEST_MODEL)) {
				tags.add(Tag.of(REQUEST_MODEL, ModelTag.of(requested)));
			}
			else if (tag.getKey().equals(RESPONSE_MODEL)) {
				String reported = ModelTag.ofAnswer(requested, tag.getValue());
				tags.add(Tag.of(RESPONSE_MODEL, reported.equals(requested) ? ModelTag.of(requested) : reported));
			}
			else {
				tags.add(tag);
			}
		}
		return id.replaceTags(tags);
	}

}
