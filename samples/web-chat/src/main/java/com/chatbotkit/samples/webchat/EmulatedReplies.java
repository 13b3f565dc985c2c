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

package com.chatbotkit.samples.webchat;

/**
 * The texts of the emulated bots, in Markdown.
 */
final class EmulatedReplies {

	static final String SUPPORT = """
			I can help you with **orders**, **returns** and **test rides**. Ask me, for example:

			- Where is my order A-1042?
			- What can I send back, and until when?
			""";

	static final String ORDER = """


			Your order **%s** is %s. You should have it by **%s**.

			- It comes with *Velofreight*, who ring before they deliver.
			- The bicycle is assembled: turn the handlebar straight, tighten one bolt, and ride.

			Will somebody be at home on that day?
			""";

	static final String TEST_RIDE = """
			Done: the **%s** waits for you on **%s at %s**.

			Bring an identity card, and shoes you like to ride in. Pedals and a helmet are here.
			""";

	static final String RETURNS = """
			You may send back almost everything, and we pay for it:

			| What | Until | How |
			| --- | --- | --- |
			| Bicycles | 30 days | We collect them |
			| Clothing, unworn | 60 days | In any parcel shop |
			| Parts, not yet mounted | 14 days | In any parcel shop |

			> A bicycle may have been ridden: fifty kilometres tell you more than any photograph.
			""";

	static final String WORKSHOP = """
			I am the one with grease under the nails. I know about **punctures**, **gears**, and a little too much about
			the **history** of the bicycle.
			""";

	static final String PUNCTURE = """
			A puncture takes ten minutes. You need two tyre levers, a patch kit and a pump.

			1. **Open the tyre.** Let the air out, lift one side over the rim with both levers, pull the tube out.
			2. **Find the hole.** Pump the tube up and listen. In a noisy street, hold it close to your lips.
			3. **Find the culprit.** Feel along the inside of the tyre, slowly: whatever made the hole may still be there.
			4. **Patch it.** Roughen the rubber, spread a thin layer of glue, and *wait five minutes* before you press
			   the patch on.
			5. **Close it.** Pump the tube up a little, put it back, and lift the tyre over the rim with your thumbs,
			   never with the levers.

			If the hole is next to the valve, do not patch it: take a new tube.
			""";

	static final String GEARS = """
			For 12 % you want to move **less than two metres** for each turn of the pedals:

			| Chainring | Sprocket | Ratio | Per turn |
			| ---: | ---: | ---: | ---: |
			| 46 | 11 | 4.18 | 8.8 m |
			| 46 | 34 | 1.35 | 2.8 m |
			| 30 | 34 | 0.88 | 1.9 m |

			You can work it out for your own bicycle:

			```java
			double metresPerTurn(int chainring, int sprocket, double wheelDiameter) {
			    return Math.PI * wheelDiameter * chainring / sprocket;
			}
			```

			With the 30 in front and the 34 behind you can still sit down, and even talk.
			""";

	static final String HISTORY = """
			## 1817: two wheels, no pedals

			It begins with a forester. Karl Drais puts two wheels in a line, sits between them and pushes himself along
			with his feet. People laugh, and then they notice that he is faster than the mail coach.

			## 1860s: pedals

			In Paris somebody, and to this day nobody agrees who, fixes cranks to the front wheel. The machine is made of
			iron, runs on cobbles, and is soon called *boneshaker* by those who like it.

			## 1870s: the high wheel

			One turn of the pedals is one turn of the wheel, so who wants to go faster needs a larger wheel. It grows until
			the rider's legs end. To fall off it is called *taking a header*, and nobody has to explain why.

			## 1885: the safety bicycle

			John Kemp Starley builds one with two equal wheels and a chain to the rear. Three years later John Boyd Dunlop
			fills a tyre with air, so that his son's tricycle shakes less. With both of it the bicycle is complete: yours
			differs from it in the details.

			## Since then

			Gears that change, brakes that brake, frames that two fingers can lift. And an engine, for those who are in a
			hurry, or have a hill between themselves and their work.
			""";

	private EmulatedReplies() {
	}

}
