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

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.config.MeterFilter;

import org.springframework.ai.observation.conventions.AiObservationAttributes;

/**
 * Keeps the ids of bots, and the settings that models carry, out of the meters that
 * Spring AI itself keeps of ChatBotKit's chat models: each would be a time series of its
 * own. Spans keep them.
 */
public final class ChatBotKitMeterFilter implements MeterFilter {

	private static final String PREFIX = "gen_ai.client.";

	private static final Tag OURS = Tag.of(AiObservationAttributes.AI_PROVIDER.value(), ChatObservations.PROVIDER);

	private static final Set<String> MODEL = Set.of(AiObservationAttributes.REQUEST_MODEL.value(),
			AiObservationAttributes.RESPONSE_MODEL.value());

	@Override
	public Meter.Id map(Meter.Id id) {
		if (!id.getName().startsWith(PREFIX) || !id.getTags().contains(OURS)) {
			return id;
		}
		List<Tag> tags = new ArrayList<>();
		for (Tag tag : id.getTagsAsIterable()) {
			tags.add(MODEL.contains(tag.getKey()) ? Tag.of(tag.getKey(), ModelTag.of(tag.getValue())) : tag);
		}
		return id.replaceTags(tags);
	}

}
