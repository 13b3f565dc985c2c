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

import java.util.List;
import java.util.Locale;

import com.chatbotkit.springai.server.agent.AgentMedia;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Reads the content of a message: a string or a list of parts.
 */
final class OpenContent {

	private OpenContent() {
	}

	static String text(String at, JsonNode message) {
		return text(at, message, null, OpenImages.NONE);
	}

	/**
	 * Returns the text of a message, and adds its media to a list.
	 * @param media the list, or null if the message must not have media
	 */
	static String text(String at, JsonNode message, @Nullable List<AgentMedia> media, OpenImages images) {
		JsonNode content = OpenBody.field(message, "content");
		if (content == null) {
			return "";
		}
		if (content.isString()) {
			return content.stringValue();
		}
		if (!content.isArray()) {
			throw OpenRefusal.invalid(at + ".content", at + ".content must be a string or an array of parts.");
		}
		StringBuilder text = new StringBuilder();
		for (int i = 0; i < content.size(); i++) {
			add(at + ".content[" + i + "]", content.get(i), text, media, images);
		}
		return text.toString();
	}

	private static void add(String at, JsonNode part, StringBuilder text, @Nullable List<AgentMedia> media,
			OpenImages images) {
		if (part.isString()) {
			text.append(part.stringValue());
			return;
		}
		String type = part.path("type").asString("");
		switch (type) {
			case "text", "input_text", "output_text" -> append(at + ".text", part.get("text"), text);
			case "refusal" -> append(at + ".refusal", part.get("refusal"), text);
			case "image_url", "input_image" -> {
				if (media == null) {
					throw OpenRefusal.invalid(at, at + ": an image can only stand in a user's message.");
				}
				media.add(image(at, part.path("image_url"), images));
			}
			default -> throw OpenRefusal.invalid(at,
					at + ": parts of type '" + type + "' are not served. Send text, or an image as image_url.");
		}
	}

	private static void append(String at, @Nullable JsonNode value, StringBuilder text) {
		if (value == null || !value.isString()) {
			throw OpenRefusal.invalid(at, at + " must be a string.");
		}
		text.append(value.stringValue());
	}

	private static AgentMedia image(String at, JsonNode image, OpenImages images) {
		String url = image.isString() ? image.stringValue() : image.path("url").asString("");
		int comma = url.indexOf(',');
		if (url.startsWith("data:") && comma >= 0) {
			return new AgentMedia(type(at, url.substring("data:".length(), comma), comma == url.length() - 1), url);
		}
		images.check(at + ".image_url", url);
		String path = url.split("[?#]", 2)[0].toLowerCase(Locale.ROOT);
		String type = path.endsWith(".png") ? "image/png"
				: path.endsWith(".gif") ? "image/gif" : path.endsWith(".webp") ? "image/webp" : "image/jpeg";
		return new AgentMedia(type, url);
	}

	/**
	 * Returns the media type of an image within the request.
	 */
	private static String type(String at, String head, boolean empty) {
		String plain = head.toLowerCase(Locale.ROOT);
		String type = plain.split(";", 2)[0];
		if (empty || !plain.endsWith(";base64") || !(type.isEmpty() || type.startsWith("image/"))) {
			throw OpenRefusal.invalid(at + ".image_url",
					at + ".image_url must hold an image: data:image/png;base64,… or the like.");
		}
		return type.isEmpty() ? "image/png" : type;
	}

}
