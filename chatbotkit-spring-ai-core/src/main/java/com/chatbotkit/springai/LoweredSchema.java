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

import tools.jackson.core.io.SerializedString;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.util.RawValue;

/**
 * A schema in the endpoint's dialect, as it is written to the wire.
 * <p>
 * It is kept as it is written: a tree takes about ten times the memory, and is written
 * anew with each request. A large list of tools is little more than copying bytes so.
 *
 * @param parameters the schema, as one value that writes itself
 * @param bytes how many bytes it has on the wire
 * @param inlined how many characters its references added, or 0 if they cannot add less;
 * a budget that is larger changes nothing
 * @param wrapped whether it holds the tool's input in the property
 * {@link ToolSchemas#WRAPPER}, because that is no object
 */
record LoweredSchema(JsonNode parameters, int bytes, long inlined, boolean wrapped) {

	static LoweredSchema of(ObjectNode schema, long inlined, boolean wrapped) {
		SerializedString json = new SerializedString(schema.toString());
		return new LoweredSchema(JsonNodeFactory.instance.rawValueNode(new RawValue(json)),
				json.asUnquotedUTF8().length, inlined, wrapped);
	}

}
